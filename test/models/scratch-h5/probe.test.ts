import { it } from 'vitest';
import { openWorld, figures, stressedBut, type RawWorld } from '../fixtures/small-world.ts';
const N = 60;
function base(w: RawWorld) {
  w.market.assets.ETH = { price: { model: 'merton', start: 1, volatility: 1.2, jumpsPerDay: 24, jumpMean: -0.06, jumpDeviation: 0.03 },
   waypoints: [{ at: 0, price: 200 }, { at: '90m', price: 150 }, { at: '3h', price: 140 }] };
  (w.protocol.book as any).accounts = 60;
  (w.protocol.book as any).healthFactor = { minimum: 1.02, medianSlack: 0.15, spread: 0.6 };
  w.protocol.collateral.ETH!.liquidationThreshold = 0.85;
}
function means(change: (w: RawWorld) => void) {
  const world = openWorld(stressedBut((w) => { base(w); change(w); }));
  const out: Record<string, { bad: number[], soc: number[] }> = {};
  for (const s of world.strategies) out[s.name] = { bad: [], soc: [] };
  for (let p = 0; p < N; p++) { world.write('dir', p); for (const s of world.strategies) { const f = figures(s.run()); out[s.name]!.bad.push(f.badDebtUsd); out[s.name]!.soc.push(f.socialisedUsd); } }
  return out;
}
const m = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
function show(name: string, levels: [string, (w: RawWorld) => void][], key: 'bad' | 'soc' = 'bad') {
  const rs = levels.map(([l, c]) => [l, means(c)] as const);
  for (const s of ['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation']) {
    let line = `${name} ${s}:`;
    rs.forEach(([l, r], i) => { const x = r[s]![key]; line += ` ${l}=${m(x).toFixed(0)}`;
      if (i > 0) { const d = x.map((v, j) => v - rs[i - 1]![1][s]![key][j]!); const mu = m(d); const se = Math.sqrt(m(d.map((v) => (v - mu) ** 2)) / N); line += `(d ${mu.toFixed(0)}±${se.toFixed(0)}, up ${d.filter((v) => v > 1e-6).length} down ${d.filter((v) => v < -1e-6).length})`; } });
    console.log(line);
  }
}
it('dir', () => {
  const t = performance.now();
  show('delay', [['0s', (w) => { w.oracles.ETH!.delay = 0; }], ['30s', (w) => { w.oracles.ETH!.delay = '30s'; }], ['5m', (w) => { w.oracles.ETH!.delay = '5m'; }], ['20m', (w) => { w.oracles.ETH!.delay = '20m'; }]]);
  show('jump', [-0.02, -0.06, -0.12].map((j) => [`${j}`, (w) => { (w.market.assets.ETH!.price as any).jumpMean = j; }] as any));
  show('threshold', [0.75, 0.85, 0.92].map((j) => [`${j}`, (w) => { w.protocol.collateral.ETH!.liquidationThreshold = j; }] as any));
  show('depth', [500, 2000, 8000, 50000].map((j) => [`${j}`, (w) => { (w.venues.pool as any).depth = j; }] as any));
  show('insurance', [0, 3000, 20000].map((j) => [`${j}`, (w) => { (w.protocol.waterfall[0] as any).size = j; }] as any), 'soc');
  show('keepers', [1, 3, 10].map((j) => [`${j}`, (w) => { w.keepers = [{ ...w.keepers[0]!, count: j }]; }] as any));
  console.log(performance.now() - t);
});
