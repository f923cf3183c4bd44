/**
 * Control characters have no place in a page or a drawing, and direction overrides would show another text than is there: both become
 * the replacement character.
 */
export function shownText(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
