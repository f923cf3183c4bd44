import { main } from '../../bin/program.ts';
import type { Terminal } from '../../bin/terminal.ts';

/** A terminal that remembers everything, and whose Ctrl-C a test can press. */
export class FakeTerminal implements Terminal {
  out = '';
  err = '';
  exitedWith: number | undefined;
  readonly handlers: (() => void)[] = [];
  readonly stdout: Terminal['stdout'];
  readonly stderr: Terminal['stderr'];
  readonly env: Terminal['env'];

  constructor(env: Terminal['env'] = {}, tty: { isTTY?: boolean; columns?: number } = {}) {
    this.env = env;
    const keep = (stream: 'out' | 'err') => (text: string) => {
      this[stream] += text;
    };
    this.stdout = { write: keep('out'), ...tty };
    this.stderr = { write: keep('err'), ...tty };
  }

  onInterrupt(handler: () => void): () => void {
    this.handlers.push(handler);
    return () => this.handlers.splice(this.handlers.indexOf(handler), 1);
  }

  exitNow(code: number): void {
    this.exitedWith = code;
  }

  interrupt(): void {
    for (const handler of [...this.handlers]) handler();
  }
}

/** Runs one command line in this process. */
export async function plimsoll(args: readonly string[], terminal = new FakeTerminal()) {
  const code = await main(args, terminal);
  return { code, out: terminal.out, err: terminal.err };
}
