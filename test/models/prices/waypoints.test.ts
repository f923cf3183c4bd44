import { describe, expect, it } from 'vitest';
import { interpolateWaypoints, waypointFactors } from '../../../models/prices/waypoints.ts';
import { openWorld, stressedBut } from '../fixtures/small-world.ts';

const points = [
  { at: 100, price: 10 },
  { at: 200, price: 40 },
  { at: 300, price: 5 },
];

describe('scripted prices', () => {
  it('stay constant outside the waypoints', () => {
    expect([0, 99, 100].map((time) => interpolateWaypoints(points, time))).toEqual([10, 10, 10]);
    expect([300, 301, 1e9].map((time) => interpolateWaypoints(points, time))).toEqual([5, 5, 5]);
  });

  it('hit every waypoint and lie on a line in log price between them', () => {
    expect(interpolateWaypoints(points, 200)).toBe(40);
    expect(interpolateWaypoints(points, 150)).toBeCloseTo(20, 12);
    expect(interpolateWaypoints(points, 250)).toBeCloseTo(Math.sqrt(200), 12);
  });

  it('replace the level of the law, not its moves', () => {
    const factors = waypointFactors(points, { ticks: 4, tickMillis: 100, tickYears: 1 }, 2);
    expect([...factors]).toEqual([5, 5, 20, 2.5, 2.5]);
  });

  it('multiply the path of the law on the tape', () => {
    const law = { model: 'gbm', start: 7, volatility: 2 };
    const assets = (waypoints?: { at: number | string; price: number }[]) =>
      stressedBut((world) => {
        world.market.assets.ETH =
          waypoints === undefined ? { price: law } : { price: law, waypoints: waypoints as never };
      });
    const bare = openWorld(assets());
    const scripted = openWorld(
      assets([
        { at: 0, price: 70 },
        { at: '1h', price: 35 },
      ]),
    );
    bare.write('s', 1);
    scripted.write('s', 1);
    const ratio = (tick: number) => scripted.tape.prices[0]![tick]! / bare.tape.prices[0]![tick]!;
    expect(scripted.tape.prices[0]![0]).toBe(70);
    expect(ratio(150)).toBeCloseTo(10 / Math.SQRT2, 12);
    expect(ratio(300)).toBeCloseTo(5, 12);
    expect(ratio(900)).toBeCloseTo(5, 12);
  });
});
