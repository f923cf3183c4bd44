/** Maker's Liquidations 1.2 and 2.0: price curves, what goes into an auction, taking, starting anew, incentives. */
import { isDue } from '../../../models/book/margin.ts';
import { builtIn } from '../../../models/catalogue.ts';
import {
  BREAKER,
  debtToAuction,
  leastLeft,
  needsReset,
  resetIncentive,
  slice,
  startIncentive,
} from '../../../models/liquidation/execution/dutch-house.ts';
import { WHOLE } from '../../../models/liquidation/whole-units.ts';
import type { PriceCurve } from '../../../models/model.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;
const RAY = 1e27;
const RAD = 1e45;
const registry = builtIn();

type Part = Readonly<Record<string, unknown>>;

const seconds = (value: unknown) => numberOf(value) * 1000;

const linear = (tau: unknown) => registry.create('curve', { model: 'linear', duration: seconds(tau) }, undefined);
const stairstep = (cut: unknown, step: unknown) =>
  registry.create('curve', { model: 'stairstep', cut: numberOf(cut) / RAY, step: seconds(step) }, undefined);
/** The contract's continuous curve is a factor per second. */
const perSecond = (cut: unknown) => stairstep(cut, 1);

function curveOf(params: Part): PriceCurve {
  if (params.calc === 'linear') return linear(params.tau);
  if (params.calc === 'stairstep') return stairstep(params.cut, params.step);
  return perSecond(params.cut);
}

/** One take: what is paid, what is taken, what stays. */
function take({ params, inputs }: { params: Part; inputs: Part }) {
  const i = numbersOf(inputs, 'top', 'tab', 'lot', 'elapsed', 'amt', 'max');
  if (numberOf(inputs.stopped ?? 0) >= BREAKER.noTake) throw new RangeError('stopped');
  const share = curveOf(params).share(i.elapsed * 1000);
  if (needsReset(i.elapsed * 1000, share, seconds(params.tail), numberOf(params.cusp) / RAY)) {
    throw new RangeError('needs a reset');
  }
  const price = (i.top / RAY) * share;
  if (price > i.max / RAY) throw new RangeError('too dear');
  const raise = i.tab / RAD;
  const lot = i.lot / WAD;
  const units = slice(lot, raise, price, i.amt / WAD, numberOf(params.chost) / RAD);
  if (units === 0) throw new RangeError('no part of it may be taken');
  const owe = Math.min(raise, units * price);
  const ended = units >= lot || owe >= raise * (1 - 1e-15);
  const left = ended ? 0 : lot - units;
  return {
    owe: owe * RAD,
    slice: units * WAD,
    returned: ended ? (lot - units) * WAD : 0,
    // An auction that has ended is forgotten, with what it did not raise.
    tabAfter: ended ? 0 : (raise - owe) * RAD,
    lotAfter: left * WAD,
    ended,
    reverts: false,
  };
}

/** Debt and collateral of a vault that go into an auction. @param room what may be raised, penalty included */
function bite(params: Part, inputs: Part, room: number) {
  const i = numbersOf(inputs, 'ink', 'art', 'rate', 'spot');
  const rate = i.rate / RAY;
  const debt = (i.art / WAD) * rate;
  if (!isDue((i.ink / WAD) * (i.spot / RAY), debt, 1)) throw new RangeError('safe');
  const penalty = numberOf(params.chop) / WAD - 1;
  const part = debtToAuction(debt, { room: room / RAD, penalty, dust: numberOf(params.dust) / RAD });
  const art = part >= debt ? i.art : WHOLE.down((part / rate) * WAD);
  const ink = WHOLE.down((i.ink * art) / i.art);
  if (art === 0 || ink === 0) throw new RangeError('nothing that may be auctioned');
  const vowDebt = (art / WAD) * rate * RAD;
  const tab = vowDebt * (1 + penalty);
  return { tab, lot: ink, inkAfter: i.ink - ink, artAfter: i.art - art, vowDebt, reverts: false };
}

export const maker: Adapters = {
  'maker/abacus-linear': {
    run: ({ params, inputs }) => ({
      price: numberOf(inputs.top) * linear(params.tau).share(seconds(inputs.elapsed)),
    }),
  },
  'maker/abacus-exponential': {
    run: ({ params, inputs }) => ({
      price: numberOf(inputs.top) * perSecond(params.cut).share(seconds(inputs.elapsed)),
    }),
  },
  'maker/abacus-stairstep': {
    run: ({ params, inputs }) => ({
      price: numberOf(inputs.top) * stairstep(params.cut, params.step).share(seconds(inputs.elapsed)),
    }),
  },
  'maker/abacus-stairstep-recursion': {
    run({ params, inputs }) {
      const curve = stairstep(params.cut, params.step);
      const top = numberOf(inputs.top);
      let worst = 0;
      for (let t = 1; t < numberOf(inputs.seconds); t++) {
        const before = top * curve.share((t - 1) * 1000);
        const expected = t % numberOf(params.step) === 0 ? before * (numberOf(params.cut) / RAY) : before;
        worst = Math.max(worst, Math.abs(top * curve.share(t * 1000) - expected));
      }
      // In units of a double's resolution of the price: what is below it is no deviation.
      return { maxStepDeviation: worst <= 1e-9 * top ? 0 : worst, priceAt0: top * curve.share(0) };
    },
  },
  'maker/clip-kick': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'buf', 'tip', 'chip');
      const i = numbersOf(inputs, 'val', 'par', 'tab');
      const feed = i.val / WAD / (i.par / RAY);
      return { top: feed * p.buf, coin: startIncentive(i.tab, p.tip, p.chip / WAD) };
    },
  },
  'maker/clip-take': { run: take, largestAmount: ({ inputs }) => numberOf(inputs.lot) },
  'maker/clip-redo': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'cusp', 'buf');
      const i = numbersOf(inputs, 'top', 'elapsed', 'val', 'par');
      const share = curveOf(params).share(i.elapsed * 1000);
      const needsRedo = needsReset(i.elapsed * 1000, share, seconds(params.tail), p.cusp / RAY);
      const redoReverts = !needsRedo || numberOf(params.stopped ?? 0) >= BREAKER.noReset;
      return { needsRedo, redoReverts, newTop: (i.val / WAD / (i.par / RAY)) * p.buf };
    },
  },
  'maker/clip-redo-incentive': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'tip', 'chip', 'chost');
      const i = numbersOf(inputs, 'tab', 'lot', 'val', 'par');
      const worth = (i.lot / WAD) * (i.val / WAD / (i.par / RAY)) * RAD;
      return { coin: resetIncentive(i.tab, worth, p.chost, p.tip, p.chip / WAD) };
    },
  },
  'maker/clip-chost': {
    run: ({ inputs }) => ({ chost: leastLeft(numberOf(inputs.dust), numberOf(inputs.chop) / WAD - 1) }),
  },
  'maker/dog-bark': {
    run({ params, inputs }) {
      const room = numbersOf(params, 'hole', 'Hole');
      const used = numbersOf(inputs, 'dirt', 'Dirt');
      return bite(params, inputs, Math.min(room.hole - used.dirt, room.Hole - used.Dirt));
    },
    largestAmount: ({ inputs }) => numberOf(inputs.art),
  },
  'maker/cat12-bite': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'box', 'dunk', 'dust');
      const litter = numberOf(inputs.litter);
      if (p.box - litter < p.dust || p.box <= litter) throw new RangeError('the box is full');
      const bitten = bite({ ...params, dust: 0 }, inputs, Math.min(p.dunk, p.box - litter));
      return { ...bitten, litterAfter: litter + bitten.tab };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.art),
  },
  'maker/doc-fill': {
    run: ({ inputs }) => ({
      collateral: slice(Number.MAX_VALUE, numberOf(inputs.tab), numberOf(inputs.price), Number.MAX_VALUE, 0),
    }),
  },
};
