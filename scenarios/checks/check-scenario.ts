/** What spans several keys of a scenario. Runs once the shape is right; every check runs, whatever the others found. */
import type { Registry } from '../../models/registry.ts';
import type { ResolvedScenario } from '../schema.ts';
import { checkAssetNames, checkBook, checkCoverage, checkWaypoints } from './assets.ts';
import { checkChains } from './chains.ts';
import type { Check, Finding } from './check.ts';
import { checkCorrelations } from './correlations.ts';
import { checkExecutions } from './executions.ts';
import { checkGates, checkSampling } from './gates.ts';
import { checkAttack, checkOracles } from './oracles.ts';
import { checkFinite, checkReservedNames } from './plain-names.ts';
import { checkPriceLaws, checkPriceOrder } from './prices.ts';
import { checkActors, checkGrid, checkStrategies } from './run.ts';
import { checkVenues } from './venues.ts';

const CHECKS: readonly Check[] = [
  checkGrid,
  checkStrategies,
  checkActors,
  checkExecutions,
  checkChains,
  checkAssetNames,
  checkCoverage,
  checkBook,
  checkWaypoints,
  checkVenues,
  checkCorrelations,
  checkOracles,
  checkAttack,
  checkPriceOrder,
  checkPriceLaws,
  checkSampling,
  checkGates,
  checkReservedNames,
  checkFinite,
];

/** @returns what forbids a run, and what is worth a look */
export function checkScenario(
  scenario: ResolvedScenario,
  registry: Registry,
  presets: readonly string[],
): { findings: Finding[]; warnings: string[] } {
  const findings: Finding[] = [];
  const warnings: string[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  const warn = (sentence: string): void => void warnings.push(sentence);
  for (const check of CHECKS) check({ scenario, registry, presets, report, warn });
  return { findings, warnings };
}
