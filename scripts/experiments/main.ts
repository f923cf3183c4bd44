/**
 * `npm run experiments -- [name …] [--data folder] [--effort 0.1] [--dry]`: runs experiments and writes what they find into their
 * pages under docs/experiments/. With `--dry`, or at less than full effort, it only prints.
 */
import { parseArgs } from 'node:util';
import { ALL } from './all.ts';
import { DATA_FOLDER, missingFiles } from './experiment.ts';
import { findingsText, writePage } from './write-page.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: DATA_FOLDER },
    effort: { type: 'string', default: '1' },
    dry: { type: 'boolean', default: false },
  },
});
const data = values.data.endsWith('/') ? values.data : `${values.data}/`;
const effort = Number(values.effort);
const unknown = positionals.filter((name) => !ALL.some((one) => one.name === name));
if (!(effort > 0 && effort <= 1) || unknown.length > 0) {
  const names = ALL.map(({ name }) => name).join(', ');
  console.error(
    unknown.length > 0
      ? `no experiment ${unknown.join(', ')}; there are ${names}`
      : '--effort is above 0 and at most 1',
  );
  process.exit(2);
}
for (const experiment of ALL) {
  const { name } = experiment;
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const missing = missingFiles(experiment, data);
  if (missing.length > 0) {
    console.log(`${name}: left out, because ${data} lacks ${missing.join(', ')}`);
    continue;
  }
  const findings = await experiment.run({ data, effort });
  console.log(`\n# ${name}\n\n${findingsText(name, findings)}`);
  if (effort === 1 && !values.dry) await writePage(experiment, findings);
}
