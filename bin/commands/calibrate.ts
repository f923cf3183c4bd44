/** `plimsoll calibrate`: price models fitted to a price history of the user's, and what they miss of it. */
import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { FittedModel } from '../../scenarios/calibration/calibrate.ts';
import type { CommandContext } from '../program.ts';
import { UsageError } from '../report-error.ts';
import { styleFor, type Terminal, widthOf } from '../terminal.ts';
import { wholeNumber } from './options.ts';

/** As `scenarios/calibration/calibrate.ts` has them; written here so that help costs nothing to load. */
const MODELS: readonly FittedModel[] = ['gbm', 'merton', 'kou', 'garch'];
/** Below, a band of 95 % has no outer paths. */
const LEAST_PATHS = 40;
const MOST_PATHS = 100_000;

interface CalibrateFlags {
  readonly model: readonly FittedModel[];
  readonly time: string;
  readonly price: string;
  readonly from?: string;
  readonly until?: string;
  readonly every?: number;
  readonly gaps: 'refuse' | 'skip';
  readonly asset: string;
  readonly paths: number;
  readonly seed: string;
  readonly json?: true;
  readonly yaml?: true;
  readonly quiet?: true;
}

const EXAMPLES = `
Examples:
  plimsoll calibrate eth-1h.csv
  plimsoll calibrate eth-1m.csv --time timestamp --price mid --every 1h --gaps skip
  plimsoll calibrate eth-1h.csv --model merton,kou --json | jq '.fits'
  plimsoll calibrate eth-1h.csv --yaml > eth.yaml

Tables go to stdout, progress to stderr. A fit of the past is no forecast: read the tail verdict before using one.`;

export function addCalibrate(program: Command, context: CommandContext): void {
  program
    .command('calibrate')
    .description('fit price models to a price history and say what they miss of it')
    .argument('<prices.csv>', 'a CSV file with a header, rows evenly spaced')
    .option('-m, --model <a,b>', `which of ${MODELS.join(', ')}`, models, MODELS)
    .option('--time <column>', 'column with Unix seconds, milliseconds or ISO 8601', 'unix_s')
    .option('--price <column>', 'column with the price in USD', 'close')
    .option('--from <instant>', 'first instant used')
    .option('--until <instant>', 'last instant used')
    .option('--every <duration>', 'take the last price at each multiple of this, e.g. 1h; for uneven rows', span)
    .option('--gaps <refuse|skip>', 'refuse a file with gaps, or leave out the returns across them', gaps, 'refuse')
    .option('-a, --asset <name>', 'name of the asset in the fragment', asset, 'ETH')
    .option('-n, --paths <n>', 'simulated histories behind each band', wholeNumber(LEAST_PATHS, MOST_PATHS), 200)
    .option('-s, --seed <text>', 'seed of those histories', seed, 'calibration')
    .option('--json', 'print one JSON document instead of the tables')
    .option('--yaml', 'print the fragment of a scenario alone')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: CalibrateFlags) => {
      await calibrateFile(file, flags, context.terminal);
    });
}

async function calibrateFile(file: string, flags: CalibrateFlags, terminal: Terminal): Promise<void> {
  if (flags.json && flags.yaml) throw new UsageError('--json and --yaml exclude each other. Leave one out.');
  const { stdout, stderr, env } = terminal;
  const text = await fileText(file);
  const [{ readHistory }, { calibrate }, { builtIn }] = await Promise.all([
    import('../../scenarios/calibration/price-history.ts'),
    import('../../scenarios/calibration/calibrate.ts'),
    import('../../models/catalogue.ts'),
  ]);
  const { time, price, from, until, every } = flags;
  const request = { file, timeColumn: time, priceColumn: price, from, until, every, gaps: flags.gaps };
  const history = readHistory(request, text);
  const { model, asset: name, paths, seed: seedText } = flags;
  const note = (what: string): void => void (flags.quiet ?? stderr.write(`${what}\n`));
  const result = calibrate(history, builtIn(), { models: model, asset: name, paths, seed: seedText, onStage: note });
  if (flags.yaml) stdout.write(result.fragment);
  else if (flags.json) stdout.write((await import('../../results/write/json.ts')).jsonText(result));
  else {
    const { renderCalibration } = await import('../../results/calibration-table.ts');
    stdout.write(`${renderCalibration(result, { width: widthOf(stdout), style: styleFor(stdout, env) })}\n`);
  }
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? String(error)})`;
    throw new UsageError(`${file}: ${why}. Name a CSV file of prices.`);
  }
}

function models(text: string): FittedModel[] {
  const named = text.split(',').map((name) => name.trim());
  const isKnown = (name: string): name is FittedModel => (MODELS as readonly string[]).includes(name);
  if (named.every(isKnown)) return MODELS.filter((model) => named.includes(model));
  throw new InvalidArgumentError(`must be of ${MODELS.join(', ')}, with commas between them`);
}

/** As `models/parameters.ts` reads durations; written here so that help costs nothing to load. */
function span(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 };
  const millis = match === null ? 0 : Math.round(Number(match[1]) * units[match[2]]);
  if (millis > 0) return millis;
  throw new InvalidArgumentError('must be a duration above 0 with its unit, such as 5m, 1h or 24h');
}

function gaps(text: string): 'refuse' | 'skip' {
  if (text === 'refuse' || text === 'skip') return text;
  throw new InvalidArgumentError('must be refuse or skip');
}

function asset(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('must start with a letter and hold only letters, digits, _ . and -');
}

function seed(text: string): string {
  if (text === '') throw new InvalidArgumentError('must not be empty');
  return text;
}
