/** One page per model, as Markdown. */
import { stringify } from 'yaml';
import type { ModelDefinition } from '../../models/registry.ts';
import { commentMarkdown, escaped, type ModelSource } from './model-comments.ts';
import { type ParameterRow, parameterRows } from './parameter-rows.ts';
import type { Use } from './usage.ts';

export interface PageFacts {
  /** With the full schemas of the models that it names. */
  readonly model: ModelDefinition;
  readonly source: ModelSource | undefined;
  readonly uses: readonly Use[];
  /** Parameters that the page shows, as a scenario writes them; undefined where there are none to show. */
  readonly example: Readonly<Record<string, unknown>> | undefined;
  /** Sentence below the picture; undefined where there is none. */
  readonly caption: string | undefined;
}

/** Where the pages of a family begin: `../../..` is the root of the project. */
export function modelPage({ model, source, uses, example, caption }: PageFacts): string {
  const { family, name, title } = model;
  const parameters = parameterRows(model);
  const parts = [
    `# ${name}`,
    `Family \`${family}\`: ${escaped(title)}.`,
    ...(model.misleads === undefined ? [] : [`> **Misleads** ${escaped(model.misleads)}.`]),
    ...(caption === undefined ? [] : [`![${escaped(caption)}](${name}.svg)\n\n${escaped(caption)}`]),
    ...(source === undefined || source.comment === '' ? [] : [`## The rule\n\n${commentMarkdown(source.comment)}`]),
    `## Parameters\n\n${parameters.length === 0 ? 'None.' : parameterTable(parameters)}`,
    ...(example === undefined ? [] : [`## Example\n\n\`\`\`yaml\n${exampleText(example)}\n\`\`\``]),
    [
      ...(model.source === undefined ? [] : [`**Source**: ${escaped(model.source)}.  `]),
      `**Used by**: ${usedBy(uses)}.  `,
      ...(source === undefined ? [] : [`**Code**: [${source.file}](../../../${source.file})`]),
    ].join('\n'),
  ];
  return `${MADE}\n${parts.join('\n\n')}\n`;
}

const WIDEST = 110;

export const MADE =
  '<!-- Made by `npm run docs:models` from the registry and the comments in the code. Do not edit. -->\n';

function parameterTable(parameters: readonly ParameterRow[]): string {
  const rows = parameters.map(({ name, meaning, accepts, fallback, isRequired }) => {
    const value = isRequired ? 'required' : fallback === undefined ? 'optional' : `\`${JSON.stringify(fallback)}\``;
    return `| \`${name}\` | ${escaped(meaning)} | ${escaped(accepts)} | ${value} |`;
  });
  return ['| parameter | meaning and unit | accepts | default |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** On one line where it fits, else a key a line. */
function exampleText(example: Readonly<Record<string, unknown>>): string {
  const line = stringify(example, { collectionStyle: 'flow', flowCollectionPadding: true, lineWidth: 0 }).trim();
  return line.length <= WIDEST ? line : stringify(example, { lineWidth: WIDEST }).trim();
}

function usedBy(uses: readonly Use[]): string {
  if (uses.length === 0) return 'no shipped scenario';
  return uses.map(({ scenario }) => `[${scenario}](../../../scenarios/${scenario}.yaml)`).join(', ');
}

/** The index over all pages. */
export function indexPage(models: readonly ModelDefinition[]): string {
  const families = [...new Set(models.map(({ family }) => family))];
  const sections = families.map((family) => {
    const rows = models
      .filter((model) => model.family === family)
      .map(({ name, title, misleads }) => {
        return `| [${name}](${family}/${name}.md) | ${escaped(title)} | ${escaped(misleads ?? '–')} |`;
      });
    return [`## ${family}`, '', '| model | what it is | misleads |', '| --- | --- | --- |', ...rows].join('\n');
  });
  const intro = `${models.length} models in ${families.length} families. Every one can be named in a scenario (\`model: <name>\`) and is described on a page of its own: the rule, its parameters with units and ranges, a picture computed from the model itself, its source, and when it misleads.`;
  return `${MADE}\n# Models\n\n${intro}\n\n${sections.join('\n\n')}\n`;
}
