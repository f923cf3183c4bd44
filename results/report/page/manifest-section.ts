import { formatCount } from '../../format.ts';
import type { StableManifest } from '../../manifest.ts';
import type { Summary } from '../../summary.ts';
import { notesOf } from '../../table/notes.ts';
import { jsonText } from '../../write/json.ts';
import { html, type Markup } from './markup.ts';
import { dataTable } from './tables.ts';

export function manifestSection(summary: Summary): Markup {
  const { manifest } = summary;
  const { definitions } = manifest;
  return html`<section id="manifest" aria-labelledby="manifest-title"><h2 id="manifest-title">Repeat it</h2>
<p>The same scenario, seed and number of paths give the same figures and the same page, on any machine and with any number of threads. Where the scenario is a file of yours, put the file in place of its name; settings from the command line (<code>--set</code>) are in the manifest and in the hash, not in the command.</p>
<pre tabindex="0"><code>${commandOf(manifest)}</code></pre>
${dataTable({
  caption: 'What was run',
  head: ['', 'value'],
  words: [1],
  rows: [
    ['Plimsoll', manifest.plimsoll],
    ['scenario', manifest.scenario.name],
    ['scenario hash', manifest.scenario.hash],
    ['seed', manifest.seed],
    ['paths asked for', formatCount(manifest.paths)],
    ['reference', manifest.reference],
    ['math fingerprint', manifest.mathFingerprint],
  ],
})}
<h3>Definitions</h3>
<p>${notesOf(summary).definitions.join(' ')}</p>
<dl class="words">${(
    [
      ['mean', definitions.mean],
      ['quantile', definitions.quantile],
      ['expected shortfall', definitions.expectedShortfall],
      ['probability', definitions.probability],
      ['ratio', definitions.ratio],
      ['difference', definitions.difference],
      ['absent', definitions.absent],
      ['sampling', definitions.sampling],
    ] as const
  ).map(([name, text]) => (text === undefined ? undefined : html`<dt>${name}</dt><dd>${text}</dd>`))}</dl>
<details><summary>Manifest</summary><pre tabindex="0">${jsonText(manifest)}</pre></details></section>`;
}

/** The command that gives this page again. */
export function commandOf({ scenario, paths, seed, strategies }: StableManifest): string {
  const words = ['run', scenario.name, '--paths', String(paths), '--seed', seed];
  const chosen = ['--strategies', strategies.join(','), '--out', `out/${scenario.name}`];
  return `plimsoll ${[...words, ...chosen].map(shellWord).join(' ')}`;
}

/** A word for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w./,:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
