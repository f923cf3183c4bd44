/** Work that can be stopped: a progress display, and Ctrl-C that ends it in good order, or at once the second time. */
import { EXIT } from './exit-codes.ts';
import { openProgress, type ProgressDisplay } from './progress.ts';
import type { Progress } from './simulate.ts';
import type { Terminal } from './terminal.ts';

export async function withProgress<T>(
  terminal: Terminal,
  display: { readonly quiet: boolean; readonly what: string; readonly total: number },
  work: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let progress: ProgressDisplay | undefined;
  const release = terminal.onInterrupt(() => {
    if (abort.signal.aborted) {
      progress?.stop('stopped');
      terminal.exitNow(EXIT.interrupted);
    }
    abort.abort();
  });
  progress = await openProgress(terminal, display);
  const started = performance.now();
  let outcome = 'stopped';
  try {
    const result = await work(abort.signal, (now) => progress?.update(now));
    const isPartial = (result as { partial?: boolean } | undefined)?.partial ?? abort.signal.aborted;
    if (!isPartial) outcome = `done in ${((performance.now() - started) / 1000).toFixed(1)} s`;
    return result;
  } finally {
    progress.stop(outcome);
    release();
  }
}
