/**
 * The `sweep:` section is checked with the scenario that holds it: a key that the scenario does not know, or a value that it refuses, is
 * shown at its line, and not when the sweep begins.
 */
import { ScenarioDocument } from '../document.ts';
import type { LoadOptions } from '../load.ts';
import { loadScenario } from '../load.ts';
import type { LoadedScenario } from '../loaded-scenario.ts';
import { parseSetting } from '../override.ts';
import { type Problem, ScenarioError } from '../problem.ts';
import { readScenarioText } from '../source.ts';
import type { Axis } from './axis.ts';
import { loadedSettings, type SweepSection, sectionOption } from './section.ts';

/** Most values of one key that are tried: the first, the last, and some between. */
const MOST_TRIED = 16;

/** One key and its value, as text. */
export interface KeyText {
  readonly key: string;
  readonly text: string;
}

/** Turns problems that settings of the section brought up into problems of the file; others stay as they are. */
export class SectionPlaces {
  readonly #document: ScenarioDocument;
  readonly #section: SweepSection;

  private constructor(document: ScenarioDocument, section: SweepSection) {
    this.#document = document;
    this.#section = section;
  }

  /** @param name of the scenario that has the section */
  static async of(name: string, { scenario }: LoadedScenario): Promise<SectionPlaces> {
    const source = await readScenarioText(name);
    return new SectionPlaces(new ScenarioDocument(source.name, source.text), scenario.sweep ?? {});
  }

  /** @param settings what was set when it was thrown */
  shown(error: unknown, settings: readonly KeyText[]): unknown {
    if (!(error instanceof ScenarioError)) return error;
    return new ScenarioError(error.problems.map((problem) => this.#shownOne(problem, settings)));
  }

  #shownOne(problem: Problem, settings: readonly KeyText[]): Problem {
    const own = settings.filter(({ key }) => Object.hasOwn(this.#section, key));
    const culprit = own.find(
      ({ key, text }) => problem.file === parseSetting(`${key}=${text}`).option || problem.file === sectionOption(key),
    );
    if (culprit === undefined) {
      const [only] = own;
      // A value of one key can be what makes another one wrong.
      return only && settings.length === 1
        ? { ...problem, message: `${problem.message}, when ${only.key} is ${only.text}` }
        : problem;
    }
    const { key, text } = culprit;
    const entry = this.#section[key]!;
    const index = Array.isArray(entry) ? entry.findIndex((value) => valueAsText(value) === text) : -1;
    const isOfValue = problem.value !== undefined;
    const path = isOfValue && index >= 0 ? ['sweep', key, index] : ['sweep', key];
    return { ...problem, ...this.#document.place(path, isOfValue ? 'value' : 'key') };
  }
}

const valueAsText = (value: unknown): string => (typeof value === 'number' ? String(value) : JSON.stringify(value));

/** Some of the texts of an axis: all where they are few, else those at both ends and between. */
function tried(axis: Axis): string[] {
  const shares = Array.from({ length: MOST_TRIED }, (_, step) => step / (MOST_TRIED - 1));
  if (axis.kind !== 'list') return [...new Set([0, 0.5, 1].map((share) => axis.text(Math.min(share, 1 - 1e-9))))];
  const { texts } = axis;
  if (texts.length <= MOST_TRIED) return [...texts];
  return shares.map((share) => texts[Math.round(share * (texts.length - 1))]!);
}

/**
 * Loads the scenario with each value of each axis, one after the other, as its sweep would.
 *
 * @throws ScenarioError with every problem, at its place in the file
 */
export async function checkAxisValues(name: string, base: LoadedScenario, axes: readonly Axis[], options: LoadOptions) {
  const places = await SectionPlaces.of(name, base);
  const problems: Problem[] = [];
  for (const axis of axes) {
    const messages = new Set<string>();
    for (const text of tried(axis)) {
      try {
        const { typed, sweepSettings } = loadedSettings([axis], [text]);
        await loadScenario(name, { ...options, overrides: [...(options.overrides ?? []), ...typed], sweepSettings });
      } catch (error) {
        const shown = places.shown(error, [{ key: axis.key, text }]);
        if (!(shown instanceof ScenarioError)) throw shown;
        // A key that nobody knows is said once, whatever its values.
        for (const problem of shown.problems) {
          const said = `${problem.line}:${problem.column} ${problem.message} ${problem.value}`;
          if (!messages.has(said)) problems.push(problem);
          messages.add(said);
        }
      }
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}
