import { describe, expect, it } from 'vitest';
import { PointsPool } from '../../bin/points-pool.ts';
import { openPoints, type PointsBatch, preparePoints } from '../../results/points/points-job.ts';
import { loadScenario } from '../../scenarios/load.ts';
import type { BatchOutcome } from '../../sim/engine/outcome.ts';
import { splitPaths } from '../../sim/sweep/batches.ts';
import { changed, scenarioFile } from '../scenarios/fixtures/base-scenario.ts';

describe('threads that serve one set of points after the other', () => {
  it('give what this thread gives, whatever they did before, and batches without what they carried', async () => {
    const jumps = 'model: merton, start: 200, volatility: 2, jumpsPerDay: 20, jumpMean: -0.05, jumpDeviation: 0.02';
    const file = scenarioFile(changed('model: gbm, start: 200, volatility: 1', jumps));
    const pool = new PointsPool(2);
    expect(pool.isOpen).toBe(false);
    try {
      const batches = splitPaths(12, 3);
      const seen: BatchOutcome<PointsBatch>[][] = [];
      for (const threshold of ['0.7', '0.85', '0.7']) {
        const overrides = [`protocol.collateral.ETH.liquidationThreshold=${threshold}`];
        const job = preparePoints([await loadScenario(file, { overrides })]);
        const { run } = await openPoints(job);
        const heard: BatchOutcome<PointsBatch>[] = [];
        const engine = await pool.open(run, 2, job);
        const outcomes = await engine.run(batches, { onOutcome: (outcome) => void heard.push(outcome) });
        await engine.close();
        expect(outcomes).toEqual(batches.map((batch) => ({ status: 'succeeded', batch, result: run(batch) })));
        expect([...heard].sort((a, b) => a.batch.index - b.batch.index)).toEqual(outcomes);
        seen.push(outcomes);
      }
      expect(seen[0]).toEqual(seen[2]);
      expect(seen[0]).not.toEqual(seen[1]);
      expect(pool.isOpen).toBe(true);
    } finally {
      await pool.close();
    }
  }, 60_000);
});
