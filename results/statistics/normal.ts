/** The normal distribution, as the statistics of results use it. */
export { normalCdf, normalDensity } from '../../sim/random/normal-distribution.ts';
