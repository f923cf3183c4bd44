import { it } from 'vitest';
import { openWorld, runPath, stressed, stressedBut } from '../fixtures/small-world.ts';
const show = (r: Record<string, Record<string, number>>) => {
  for (const [k, v] of Object.entries(r)) console.log(k, Object.entries(v).map(([a, b]) => `${a}=${Number.isInteger(b) ? b : b.toPrecision(5)}`).join(' '));
};
it('base', () => {
  const w = openWorld(stressed());
  const t0 = performance.now();
  for (let p = 0; p < 20; p++) runPath(w, 's', p);
  console.log('ms/path', (performance.now() - t0) / 20);
  show(runPath(w, 's', 0));
});
it('due at start: fresh vs used', () => {
  const raw = stressedBut((w) => { for (const s of Object.values(w.strategies)) (s as any).trigger = { model: 'below-threshold', healthFactor: 1.15 }; });
  const a = openWorld(raw); const b = openWorld(raw);
  for (let p = 0; p < 5; p++) runPath(b, 's', p);
  const x = runPath(a, 's', 5), y = runPath(b, 's', 5);
  for (const s of Object.keys(x)) for (const k of Object.keys(x[s])) if (!Object.is((x[s] as any)[k], (y[s] as any)[k])) console.log('DIFF', s, k, (x[s] as any)[k], (y[s] as any)[k]);
});
it('unused moving asset first', () => {
  const raw = stressedBut((w) => { w.market.assets = { GAS: { price: { model: 'gbm', start: 1, volatility: 1 } }, ...w.market.assets };
   for (const s of Object.values(w.strategies)) (s as any).trigger = { model: 'below-threshold', healthFactor: 1.15 }; });
  const ref = stressedBut((w) => { for (const s of Object.values(w.strategies)) (s as any).trigger = { model: 'below-threshold', healthFactor: 1.15 }; });
  const x = runPath(openWorld(raw), 's', 1), y = runPath(openWorld(ref), 's', 1);
  for (const s of Object.keys(x)) console.log(s, x[s].liquidations, y[s].liquidations);
});
it('zero collateral account', () => {
  const csv = 'c,d\n0,1000\n2000,100\n100,70\n';
  const raw = stressedBut((w) => { w.protocol.book = { model: 'csv', file: 'b', collateral: [{ asset: 'ETH', column: 'c', unit: 'usd' }], debt: [{ asset: 'DAI', column: 'd', unit: 'usd' }] }; });
  show(runPath(openWorld(raw, { files: { b: csv } }), 's', 1));
});
it('many jumps', () => {
  const raw = stressedBut((w) => { (w.market.assets.ETH.price as any).jumpsPerDay = 5000; });
  try { runPath(openWorld(raw, { horizon: 86_400_000 }), 's', 1); } catch (e) { console.log(String(e)); }
});
it('trigger below threshold: latent', () => {
  const raw = stressedBut((w) => { for (const s of Object.values(w.strategies)) (s as any).trigger = { model: 'below-threshold', healthFactor: 0.3 };
   w.market.assets.ETH.waypoints = [{ at: 0, price: 200 }, { at: '1h', price: 100 }]; });
  show(runPath(openWorld(raw), 's', 1));
});
it('stall at end', () => {
  const raw = stressedBut((w) => { w.chains.main.gasLimit = 600_000;  });
  const r = runPath(openWorld(raw), 's', 1); console.log(r.synchronous.stalledBlocks, r.synchronous.stallSeconds, r.synchronous.unservedDebtUsd);
});
