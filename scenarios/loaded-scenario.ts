/** What the loader hands on: a scenario that has passed every check, with all that is needed to run it. */
import type { Registry } from '../models/registry.ts';
import type { ResolvedScenario } from './schema.ts';

/** A user's own model: the text that stands in the scenario, and the file it means. */
export interface PluginReference {
  /** As written, e.g. `./my-size.mjs`; the model is registered under this name. */
  readonly specifier: string;
  /** Absolute `file:` URL, so that a worker imports the same file. */
  readonly url: string;
}

export interface LoadedScenario {
  /** Frozen, defaults filled in. */
  readonly scenario: ResolvedScenario;
  /**
   * Names what is simulated: SHA-256 (hex) over the canonical JSON of the resolved scenario without `run.paths`, and over
   * the content of the files and plug-ins that it names.
   */
  readonly hash: string;
  /** Texts of the files that the scenario names, by the path as written. */
  readonly files: Readonly<Record<string, string>>;
  readonly plugins: readonly PluginReference[];
  readonly source: { readonly path: string; readonly text: string };
  /** Things that are allowed but worth a look, one sentence each. */
  readonly warnings: readonly string[];
  /** The built-in models and the scenario's plug-ins. */
  readonly registry: Registry;
}
