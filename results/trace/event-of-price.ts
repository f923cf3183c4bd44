/** What a note of an oracle's report, or of a price that has landed, says as an event. */
import type { Note } from '../../models/world/recorder.ts';
import type { Stage } from '../../models/world/stage.ts';
import type { EventContent } from './trace-event.ts';

type PriceNote = Extract<Note, { kind: 'report-sent' | 'report-refused' | 'price-landed' }>;

export function eventOfPrice(note: PriceNote, stage: Stage, assets: readonly string[]): EventContent {
  const { tape, time, prices } = stage;
  if (note.kind === 'price-landed') {
    const { asset, value, observedTick } = note.feed;
    return {
      kind: note.kind,
      asset: assets[asset],
      details: {
        priceUsd: value,
        beforeUsd: prices[asset] as number,
        marketUsd: tape.priceAt(asset, time),
        observedMillis: observedTick * tape.grid.tickMillis,
      },
    };
  }
  const { value, tick, bid, submitted } = note.flight;
  return {
    kind: note.kind,
    asset: assets[note.asset],
    reason: note.kind === 'report-refused' ? note.why : undefined,
    details: {
      priceUsd: value,
      bidGwei: bid,
      marketGwei: tape.gasAt(Math.min(time, tape.horizon)),
      observedMillis: tick * tape.grid.tickMillis,
      submittedMillis: submitted,
    },
  };
}
