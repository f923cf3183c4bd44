/** What a million accounts take, and whether workers share them. */
import { spreadOf } from './interleave.ts';
import { type ProbeFindings, type ProbeRequest, probe } from './probe.ts';
import { atMost, type Effort, information, megabytes, type Row, type Section, seconds, shown } from './section.ts';
import { scenarioFile } from './worlds.ts';

const MILLION = 1_000_000;
const LIMIT_BYTES = 500e6;
/** Of the overlay that all strategies of a thread share, for each account. */
const SLOT_BYTES = 4;
const WORKER_LIMIT_BYTES = 40e6;

export async function memory(effort: Effort): Promise<Section> {
  const rows: Row[] = [];
  for (const name of ['reference-crash', 'calm-day']) {
    const book = await several(effort, { file: scenarioFile(name), overrides: accounts(MILLION) });
    const two = await several(effort, threads(name, MILLION, 2));
    rows.push(
      atMost(`${name}: a million accounts, two workers, peak`, spreadOf(two.map(peak)), LIMIT_BYTES, megabytes),
      information(`${name}: building the book alone, peak`, shown(spreadOf(book.map(peak)), megabytes)),
      information(`${name}: building the book alone, time`, shown(spreadOf(book.map(({ millis }) => millis)), seconds)),
      information(`${name}: book and index in shared memory`, megabytes(book[0]!.sharedBytes)),
    );
    if (name === 'calm-day') rows.push(...(await sharing(name, effort, book[0]!.sharedBytes)));
  }
  return {
    title: 'A million accounts',
    how:
      'Peak resident set of a fresh process (`maxRSS`), the generated book of the scenario with a million accounts, 4 paths in batches of one. In `reference-crash` many thousands of ' +
      'them are liquidated on every path, in `calm-day` few. Further workers have 12,000 paths in batches of twenty, so that all of them start. What one adds with a million accounts, less what it adds with a thousand, is what it keeps for itself ' +
      `for each account: its overlay takes ${SLOT_BYTES} bytes; a copy of the book would add the book's bytes.`,
    rows,
  };
}

/**
 * What each of three further workers adds with a million accounts, and how much of it is for the accounts: what it adds beyond that with a
 * thousand. A thread that shares the book keeps its overlay only; one with a copy would keep the book as well. The second bar lies half-way between.
 */
async function sharing(name: string, effort: Effort, bookBytes: number): Promise<Row[]> {
  const overlayBytes = SLOT_BYTES * MILLION;
  const added: number[] = [];
  const kept: number[] = [];
  for (let round = 0; round < effort; round++) {
    const peaks: number[] = [];
    for (const [count, workers] of [
      [MILLION, 4],
      [MILLION, 1],
      [1_000, 4],
      [1_000, 1],
    ] as const) {
      // Enough paths for every thread to have started: of a few, the first thread takes all before the others are there.
      peaks.push(peak(await probe({ ...threads(name, count, workers), paths: 12_000, batchSize: 20 })));
    }
    added.push((peaks[0]! - peaks[1]!) / 3);
    kept.push(added.at(-1)! - (peaks[2]! - peaks[3]!) / 3);
  }
  const what = `of that, for the accounts (shared: ${megabytes(overlayBytes)}, copied: ${megabytes(overlayBytes + bookBytes)})`;
  return [
    atMost(`${name}: a further worker adds`, spreadOf(added), WORKER_LIMIT_BYTES, megabytes),
    atMost(what, spreadOf(kept), overlayBytes + bookBytes / 2, megabytes),
  ];
}

async function several(effort: Effort, request: ProbeRequest): Promise<ProbeFindings[]> {
  const findings: ProbeFindings[] = [];
  for (let round = 0; round < effort; round++) findings.push(await probe(request));
  return findings;
}

function threads(name: string, count: number, workers: number): ProbeRequest {
  return { file: scenarioFile(name), overrides: accounts(count), workers, paths: 4, batchSize: 1 };
}

const accounts = (count: number): string[] => [`protocol.book.accounts=${count}`];
const peak = ({ peakBytes }: ProbeFindings): number => peakBytes;
