/**
 * Colours of the charts. A chart is drawn in the light ones; on the page each becomes a variable of the style sheet, so that
 * the same drawing is readable on a dark ground.
 */
export const INK = '#1a1c21';
export const MUTED = '#50545f';
export const GRID = '#dfe2e8';

/** Okabe and Ito's palette, told apart by the colour-blind too; darkened where a line on white would be faint. */
export const SERIES = ['#0072b2', '#c44e00', '#007a58', '#b0558a', '#a06c00', '#3b8ec2', '#6b5fb5', '#5d6b00'] as const;

const SERIES_DARK = ['#56b4e9', '#ff9a4d', '#3ccf9f', '#e79bc8', '#f0c14b', '#9ad4f5', '#b5a9f5', '#cddc50'] as const;

/** Lines are told apart without colour too. */
export const DASHES = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 2],
  [12, 3],
  [1, 3],
  [6, 2, 1, 2, 1, 2],
] as const;

const VARIABLES: ReadonlyMap<string, string> = new Map([
  [INK, '--ink'],
  [MUTED, '--muted'],
  [GRID, '--grid'],
  ...SERIES.map((colour, index) => [colour, `--series-${index}`] as const),
]);

/** A drawing that follows the page's colours. */
export function themed(svg: string): string {
  return svg.replace(/(fill|stroke)="(#[0-9a-f]{6})"/g, (whole, attribute: string, colour: string) => {
    const variable = VARIABLES.get(colour);
    return variable === undefined ? whole : `${attribute}="var(${variable})"`;
  });
}

const declared = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `${name}:${colour}`)
    .join(';');

const numbered = (colours: readonly string[]) =>
  Object.fromEntries(colours.map((colour, index) => [`--series-${index}`, colour]));

export const LIGHT = declared({
  '--paper': '#ffffff',
  '--panel': '#f5f6f8',
  '--ink': INK,
  '--muted': MUTED,
  '--grid': GRID,
  '--link': '#00588a',
  '--good': '#00643f',
  '--bad': '#a82a00',
  ...numbered(SERIES),
});

export const DARK = declared({
  '--paper': '#14161a',
  '--panel': '#1e2127',
  '--ink': '#eceef2',
  '--muted': '#b3b8c4',
  '--grid': '#363b45',
  '--link': '#7cc4f2',
  '--good': '#5fd3a0',
  '--bad': '#ff9b78',
  ...numbered(SERIES_DARK),
});
