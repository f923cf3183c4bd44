/** The frame that all pages share: head, title, contents and sections, as the text of one file. */
import { html, Markup } from './markup.ts';
import { STYLE_SHEET } from './style-sheet.ts';

/** Nothing from anywhere, no script at all: a name that slipped through could still do nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-src 'none'";

export interface PageParts {
  readonly title: string;
  /** A line under the title. */
  readonly facts: string;
  readonly contents: readonly (readonly [id: string, text: string])[];
  /** The first has the id `answer`. */
  readonly sections: readonly (Markup | undefined)[];
  readonly footer: string;
}

export function pageText({ title, facts, contents, sections, footer }: PageParts): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} – Plimsoll report</title>
<style>${new Markup(STYLE_SHEET)}</style></head>
<body><a class="skip" href="#answer">To the answer</a>
<header><h1>${title}</h1>
<p class="muted">${facts}</p>
<nav aria-label="Sections"><ul>${contents.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></nav></header>
<main>
${sections}
</main>
<footer><p>${footer}</p></footer>
</body></html>
`.text;
}

/** A section with its heading. */
export function section(id: string, title: string, ...content: readonly (Markup | undefined)[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>`;
}
