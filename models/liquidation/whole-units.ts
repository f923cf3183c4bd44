/**
 * How amounts are cut to whole units of their asset. A simulation runs on real numbers; a contract runs on integers, and
 * where money depends on its cut (a full close that leaves dust, a cap) the rules here take the cut as an argument.
 */
export interface Rounding {
  /** In favour of whoever pays out. */
  down(amount: number): number;
  /** In favour of whoever is paid. */
  up(amount: number): number;
  /** To the nearest, a half up. */
  nearest(amount: number): number;
}

export const REAL: Rounding = { down: (amount) => amount, up: (amount) => amount, nearest: (amount) => amount };

/** Within this share of a whole number, what is off comes from the binary form of a quotient that was whole. */
const NEARLY = 1e-12;

const isNearly = (amount: number, whole: number): boolean => Math.abs(amount - whole) <= NEARLY * Math.abs(amount);

export const WHOLE: Rounding = {
  down: (amount) => {
    const nearest = Math.round(amount);
    return isNearly(amount, nearest) ? nearest : Math.floor(amount);
  },
  up: (amount) => {
    const nearest = Math.round(amount);
    return isNearly(amount, nearest) ? nearest : Math.ceil(amount);
  },
  nearest: Math.round,
};
