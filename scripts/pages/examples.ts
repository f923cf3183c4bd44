/**
 * Parameters that a page shows and draws where no shipped scenario names the model, or where those of the scenario hide
 * what is particular about it. Everything else is taken from the first shipped scenario that uses the model.
 */
export const EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'price/gbm': { start: 100, volatility: 0.8 },
  'price/merton': { start: 100, volatility: 0.8, jumpsPerDay: 2, jumpMean: -0.03, jumpDeviation: 0.03 },
  'price/kou': { start: 100, volatility: 0.8, jumpsPerDay: 2, upProbability: 0.3, upMean: 0.02, downMean: 0.04 },
  'price/heston': { start: 100, volatility: 0.8, reversion: 50, volatilityOfVariance: 8, correlation: -0.5 },
  'price/bates': {
    ...{ start: 100, volatility: 0.8, reversion: 50, volatilityOfVariance: 8, correlation: -0.5 },
    ...{ jumpsPerDay: 2, jumpMean: -0.03, jumpDeviation: 0.03 },
  },
  'price/garch': { start: 100, volatility: 0.8, initialVolatility: 2, alpha: 0.09, beta: 0.9, step: '1h' },
  'price/regime-switching': {
    start: 100,
    regimes: [
      { name: 'calm', volatility: 0.5, meanDuration: '48h' },
      { name: 'crash', volatility: 4, drift: -30, meanDuration: '3h' },
    ],
    initial: 'calm',
  },
  'price/hawkes': {
    ...{ start: 100, volatility: 0.8, baseline: 1, excitation: 18, decay: 24 },
    ...{ jumpMean: -0.02, jumpDeviation: 0.02 },
  },
  'price/severity': { start: 100, level: 'very severe' },
  'price/ou-peg': {
    ...{ volatility: 0.05, halfLife: '30m', jumpsPerDay: 1 },
    ...{ jumpMean: -0.08, jumpDeviation: 0.03, recovery: '6h' },
  },
  'price/liquid-staking': {
    ...{ base: 'ETH', redemptionRate: 1.15, discount: 0.002, discountVolatility: 0.05 },
    ...{ drawdownSensitivity: 0.15, volatilitySensitivity: 0.01 },
  },
  'delay/constant': { delay: '12s' },
  'delay/exponential': { mean: '10s', minimum: '2s' },
  'delay/lognormal': { median: '45s', spread: 0.8 },
  'delay/gamma': { mean: '12s', shape: 4 },
  'delay/weibull': { scale: '10s', shape: 0.6 },
  'delay/empirical': {
    quantiles: [
      { share: 0, delay: '1s' },
      { share: 0.5, delay: '6s' },
      { share: 0.9, delay: '20s' },
      { share: 1, delay: '2m' },
    ],
  },
  'delay/mixture': {
    usual: { model: 'exponential', mean: '6s' },
    late: { model: 'constant', delay: '60s' },
    share: 0.1,
  },
  'bid/fixed': { gasPrice: 60 },
  'bid/market-multiple': { multiple: 1.2 },
  'bid/profit-share': { share: 0.5 },
  'bid/adaptive': {},
  'block-timing/slots': { slot: '12s', missRate: 0.05 },
  'block-timing/poisson': { mean: '13.2s' },
  'block-timing/sequencer': { interval: '250ms', outages: [{ from: '8h', until: '9h' }] },
  'block-space/constant': { gasPrice: 20 },
  'block-space/crisis-day': { day: '2020-03-12' },
  'depth/none': {},
  'depth/volatility-coupled': { reference: 0.02, elasticity: 0.5, floor: 0.3 },
  'depth/hysteresis': { reference: 0.02, elasticity: 0.5, floor: 0.3, halfLife: '30m' },
  'venue/constant-product': {
    ...{ base: 'ETH', quote: 'USD', depth: 10_000, fee: 0.003 },
    halfLife: '5m',
    oracleWeight: 0.5,
  },
  'venue/frictionless': { base: 'ETH', quote: 'USD' },
  'venue/stableswap': {
    ...{ base: 'ETH', quote: 'USD', depth: 10_000, fee: 0.0004, amplification: 100 },
    ...{ halfLife: '5m', oracleWeight: 0.5 },
  },
  'venue/weighted': {
    ...{ base: 'ETH', quote: 'USD', depth: 10_000, weight: 0.8, fee: 0.003 },
    ...{ halfLife: '5m', oracleWeight: 0.5 },
  },
  'venue/linear-impact': {
    ...{ base: 'ETH', quote: 'USD', onePercent: 200, fee: 0.001 },
    ...{ halfLife: '5m', oracleWeight: 0.5 },
  },
  'venue/skewed-oracle': { base: 'ETH', quote: 'USD', skewScale: 1_000_000, fee: 0.0005, halfLife: '5m' },
  'size/all': {},
  'size/incremental': { slices: 5, every: '5m' },
  'size/almgren-chriss': { slices: 5, every: '5m', riskAversion: 1e-6, volatility: 0.8 },
  'discount/tiers': {
    tiers: [
      { below: 1, bonus: 0.04 },
      { below: 0.95, bonus: 0.08 },
      { below: 0.9, bonus: 0.1 },
    ],
  },
  'size/close-factor': { closeFactor: 0.5 },
  'size/target-health': { target: 1.05, closeFactor: 0.5 },
  'discount/none': {},
  'discount/fixed-bonus': { bonus: 0.05 },
  'size/position-close-factor': {},
  'size/pre-liquidation': { band: 0.95, first: 0.2, last: 0.6 },
  'discount/shortfall': {},
  'discount/boosted-shortfall': {},
  'discount/threshold-incentive': {},
  'discount/pre-liquidation': { band: 0.95, first: 0.01, last: 0.04, beyond: 0.06 },
  'curve/halving': {},
  'curve/increasing-discount': { first: 0.95, last: 0.93, ratePerSecond: 0.99999, timeline: '1h' },
  'curve/points': {
    points: [
      { at: '0s', share: 1 },
      { at: '10m', share: 0.9 },
      { at: '30m', share: 0.4 },
    ],
  },
  'curve/linear': { duration: '1h' },
  'curve/stairstep': { cut: 0.99, step: '90s' },
  'curve/exponential': { ratePerSecond: 0.0001 },
};
