/** The models that a result was made with, with what the registry says of them. */
import { builtIn } from '../../../models/catalogue.ts';
import { visitModels } from '../../../scenarios/model-references.ts';
import type { StableManifest } from '../../manifest.ts';
import { html, type Markup } from './markup.ts';

export interface UsedModel {
  readonly family: string;
  readonly name: string;
  readonly title: string;
  readonly source: string | undefined;
  readonly misleads: string | undefined;
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
}

/** In the order of the scenario's keys; a plug-in's model, which is not in the registry, with what little is known of it. */
export function usedModels({ resolved }: Pick<StableManifest, 'resolved'>): UsedModel[] {
  const registry = builtIn();
  const known = new Map(registry.all().map((model) => [`${model.family}/${model.name}`, model]));
  const found = new Map<string, Readonly<Record<string, unknown>>[]>();
  visitModels(resolved, registry, (key, { model: _, ...parameters }) => {
    const all = found.get(key) ?? [];
    if (!all.some((one) => JSON.stringify(one) === JSON.stringify(parameters))) all.push(parameters);
    found.set(key, all);
  });
  return [...found].map(([key, parameters]) => {
    const cut = key.indexOf('/');
    const model = known.get(key);
    return {
      family: key.slice(0, cut),
      name: key.slice(cut + 1),
      title: model?.title ?? 'A model of your own: its file says what it does.',
      source: model?.source,
      misleads: model?.misleads,
      parameters,
    };
  });
}

export function modelsSection(models: readonly UsedModel[]): Markup {
  return html`<section id="models" aria-labelledby="models-title"><h2 id="models-title">Assumptions and limits of the models used</h2>
${models.length === 0 ? html`<p>The manifest names no models.</p>` : undefined}
${models.map(
  ({ family, name, title, source, misleads, parameters }) => html`<h3>${family}: ${name}</h3>
<p>${title}</p>
${misleads === undefined ? undefined : html`<p><strong>Misleads:</strong> ${misleads}</p>`}
${source === undefined ? undefined : html`<p class="muted">Source: ${source}</p>`}
<details><summary>Parameters of ${family} ${name}</summary><pre tabindex="0">${parameters.map((one) => JSON.stringify(one, null, 1)).join('\n')}</pre></details>`,
)}</section>`;
}
