#!/usr/bin/env node
/** The `plimsoll` command. */
import { main } from './program.ts';
import { processTerminal } from './terminal.ts';

// A reader that leaves early (`| head`) is no error: what it wanted, it has.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

process.exitCode = await main(process.argv.slice(2), processTerminal());
