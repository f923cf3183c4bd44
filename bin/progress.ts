/** Progress of a run on stderr: a bar with the time left on a terminal, one line at each end otherwise. */
import type { Progress } from './simulate.ts';
import type { Terminal } from './terminal.ts';

export interface ProgressDisplay {
  update(progress: Progress): void;
  /** Removes the bar. `outcome` is the closing line where there is no bar. */
  stop(outcome: string): void;
}

const SILENT: ProgressDisplay = { update() {}, stop() {} };

/**
 * @param what one line on what is about to run
 * @param total paths
 */
export async function openProgress(
  { stderr }: Terminal,
  { quiet, what, total }: { quiet: boolean; what: string; total: number },
): Promise<ProgressDisplay> {
  if (quiet) return SILENT;
  if (!stderr.isTTY) {
    stderr.write(`${what}\n`);
    return { update() {}, stop: (outcome) => void stderr.write(`${outcome}\n`) };
  }
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    stream: stderr as NodeJS.WriteStream,
    format: `${what}  {bar} {percentage} %  {value}/{total} paths, {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    // The program hears Ctrl-C itself, and leaves the cursor alone.
    gracefulExit: false,
    hideCursor: null,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  bar.start(total, 0);
  return { update: ({ done }) => bar.update(done), stop: () => bar.stop() };
}
