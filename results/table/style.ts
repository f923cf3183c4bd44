/** What a piece of text is, so that whoever owns the terminal can decide how it looks. */
export type TextRole = 'title' | 'section' | 'strategy' | 'interval' | 'worse' | 'better' | 'note' | 'warning';

/** Adds terminal codes or markup to a text; it must not change how wide the text is seen. */
export type Style = (role: TextRole, text: string) => string;

/** No colour at all, for files, pipes and tests. */
export const plain: Style = (_role, text) => text;
