/** docs/gallery/ shows every shipped scenario, as it is now. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shippedScenarios } from '../../scenarios/shipped.ts';
import { shortRun } from '../../scripts/gallery/entry.ts';
import { markOf, textsOf } from '../../scripts/gallery/gallery-page.ts';

const folder = fileURLToPath(new URL('../../docs/gallery/', import.meta.url));
const page = readFileSync(join(folder, 'README.md'), 'utf8');
const sections = textsOf(page);

describe('the gallery', async () => {
  const scenarios = await shippedScenarios();

  it('lists every shipped scenario, and no other', () => {
    expect([...sections.keys()]).toEqual(scenarios.map(({ name }) => name));
    for (const { name, title } of scenarios) {
      expect(page).toContain(`| [${name}](#${name}) | ${title} |`);
      expect(sections.get(name)).toContain(title);
    }
  });

  it.each(scenarios.map(({ name }) => name))(
    'shows %s as it is now: figures of every design, and pictures',
    async (name) => {
      const section = sections.get(name) as string;
      const loaded = await shortRun(name);
      if (loaded === undefined) {
        expect(section).toContain('wants files of your own');
        return;
      }
      const { hash, scenario } = loaded;
      expect(section.endsWith(markOf(hash)), 'run npm run docs:gallery').toBe(true);
      for (const strategy of Object.keys(scenario.strategies))
        expect(section).toMatch(new RegExp(`^\\| ${strategy} \\| [\\d<]`, 'm'));
      const pictures = [...section.matchAll(/^!\[(.+)\]\((.+)\)$/gm)];
      expect(pictures.map(([, , file]) => file)).toEqual([`${name}.svg`, `${name}-path.svg`]);
      for (const [, words, file] of pictures) {
        expect((words as string).length).toBeGreaterThan(40);
        const svg = readFileSync(join(folder, file as string), 'utf8');
        expect(svg).toMatch(/^<svg [^>]*>.*<\/svg>\n$/s);
        expect(svg).toContain('class="mark-line');
      }
    },
  );

  it('links to files that are there, has no others, and is linked from the README', () => {
    const targets = [...page.matchAll(/\]\(([^)#\s]+)\)/g)].map(([, target]) => target as string);
    for (const target of targets) expect(existsSync(join(folder, target)), target).toBe(true);
    const pictures = readdirSync(folder).filter((file) => file !== 'README.md');
    expect(pictures.filter((file) => !targets.includes(file))).toEqual([]);
    const readme = readFileSync(join(folder, '../../README.md'), 'utf8');
    expect(readme).toContain('(docs/gallery/README.md)');
    expect(readme.match(/^!\[[^\]]{20,}\]\(docs\/[^)]+\)$/gm)).toHaveLength(2);
  });
});
