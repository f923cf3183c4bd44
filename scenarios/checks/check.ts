/** What a check is given, and how it says what it found. */
import type { Registry } from '../../models/registry.ts';
import type { Path } from '../problem.ts';
import type { ResolvedScenario } from '../schema.ts';

/** Where to point: at the value (usual) or at its key. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly value?: unknown;
  readonly at?: 'key' | 'value';
}

export interface CheckContext {
  readonly scenario: ResolvedScenario;
  readonly registry: Registry;
  /** Names of the presets that come with Plimsoll. */
  readonly presets: readonly string[];
  /** The scenario cannot be run. */
  report(finding: Finding): void;
  /** It can, but someone should look. */
  warn(sentence: string): void;
}

export type Check = (context: CheckContext) => void;
