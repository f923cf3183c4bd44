import { it } from 'vitest';
import { openWorld, stressedBut, figures } from '../fixtures/small-world.ts';
it('stuck', () => {
  for (const fee of ['first-price', 'eip1559']) for (const gasPrice of [5, 5000]) {
    const w = openWorld(stressedBut((x) => { x.chains.main!.fee = { model: fee };
     x.market.assets.BTC = { price: { model: 'gbm', start: 8000, volatility: 1.5 } };
     x.oracles.BTC = { ...structuredClone(x.oracles.ETH!), transaction: { gas: 200000, bid: { model: 'fixed', gasPrice } } };
     x.venues.btc = { ...(x.venues.pool as any), base: 'BTC', depth: 500 };
     x.protocol.collateral.BTC = { liquidationThreshold: 0.7, liquidationBonus: 0.05 };
     (x.protocol.book as any).collateral = { ETH: 3, BTC: 1 }; (x.protocol.book as any).accounts = 300;
      }), { horizon: 86_400_000 });
    w.write('s', 1); for (const s of w.strategies) { const t = performance.now(); const f = figures(s.run()); console.log(fee, gasPrice, s.name, (performance.now() - t).toFixed(1), 'ms', f.oracleReports, f.liquidations); }
  }
});
