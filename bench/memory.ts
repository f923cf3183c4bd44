/** What a million accounts take, and whether workers share them. */
import { spreadOf } from './interleave.ts';
import { type ProbeFindings, type ProbeRequest, probe } from './probe.ts';
import { atMost, type Effort, information, megabytes, type Row, type Section, seconds, shown } from './section.ts';
import { scenarioFile } from './worlds.ts';

const MILLION = 1_000_000;
const LIMIT_BYTES = 500e6;
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
    if (name === 'calm-day') rows.push(await furtherWorkers(name, effort));
  }
  return {
    title: 'A million accounts',
    how:
      'Peak resident set of a fresh process (`maxRSS`), the generated book of the scenario with a million accounts, 4 paths in batches of one. In `reference-crash` many thousands of ' +
      'them are liquidated on every path, in `calm-day` few. Further workers have 12,000 paths in batches of twenty, so that all of them start. One that kept a copy of the book would miss the bar by the copy alone.',
    rows,
  };
}

/** What each of three further workers adds with a million accounts. One with a copy of the book would add the book's bytes on top. */
async function furtherWorkers(name: string, effort: Effort): Promise<Row> {
  const added: number[] = [];
  for (let round = 0; round < effort; round++) {
    // Enough paths for every thread to have started: of a few, the first thread takes all before the others are there.
    const peakOf = async (workers: number) =>
      peak(await probe({ ...threads(name, MILLION, workers), paths: 12_000, batchSize: 20 }));
    added.push(((await peakOf(4)) - (await peakOf(1))) / 3);
  }
  return atMost(`${name}: a further worker adds`, spreadOf(added), WORKER_LIMIT_BYTES, megabytes);
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
