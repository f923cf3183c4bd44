import { shownText } from '../shown-text.ts';

/** HTML as text that knows it is HTML: whatever else is put into it is escaped, so that a name can never become markup. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | undefined | readonly Part[];

/** Tag of a template: its texts are markup, what is filled in is not unless it is `Markup` itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, index) => text + (index < parts.length ? textOf(parts[index]) : '')).join(''));
}

export function escaped(text: string): string {
  const safe = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;
  return shownText(text).replace(/[&<>"']/g, (character) => safe[character as keyof typeof safe]);
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(textOf).join('') : escaped(String(part));
}
