/** What a million accounts take, and whether workers share them. */
import { spreadOf } from './interleave.ts';
import { type ProbeFindings, type ProbeRequest, probe } from './probe.ts';
import { atMost, type Effort, information, megabytes, type Row, type Section, seconds, shown } from './section.ts';
import { scenarioFile } from './worlds.ts';

const MILLION = 1_000_000;
const LIMIT_BYTES = 500e6;
/** Per account and further worker: a copied book would add its own bytes to what a thread keeps anyway. */
const SLOT_BYTES = 4;

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
    if (name === 'calm-day') rows.push(await sharing(name, effort, book[0]!.sharedBytes));
  }
  return {
    title: 'A million accounts',
    how:
      'Peak resident set of a fresh process (`maxRSS`), the generated book of the scenario with a million accounts, 4 paths in batches of one. In `reference-crash` many thousands of ' +
      'them are liquidated on every path, in `calm-day` few. What a further worker adds with a million accounts, less what it adds with a thousand, is what it keeps for itself ' +
      `for each account: its overlay takes ${SLOT_BYTES} bytes for each strategy; a copy of the book would add the book's bytes.`,
    rows,
  };
}

/** The difference between two workers and one, with many accounts and with few. */
async function sharing(name: string, effort: Effort, bookBytes: number): Promise<Row> {
  const added = async (count: number) => {
    const one = await several(effort, threads(name, count, 1));
    const two = await several(effort, threads(name, count, 2));
    return spreadOf(two.map(peak)).median - spreadOf(one.map(peak)).median;
  };
  const perWorker = (await added(MILLION)) - (await added(1_000));
  const measured = { median: perWorker, low: perWorker, high: perWorker };
  const row = atMost('a further worker keeps for itself, a million accounts', measured, bookBytes, megabytes);
  return { ...row, figure: megabytes(perWorker), bar: `< ${megabytes(bookBytes)}: shared` };
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
