/** Chooses the simplest race that does what a scenario asks for. */
import type { Stage } from '../world/stage.ts';
import { ContestedRace } from './contested-race.ts';
import { isPlain } from './keeper-group.ts';
import { Race } from './race.ts';

export function makeRace(stage: Stage): Race {
  const { ordering, keepers, frontRunner } = stage;
  const plain = frontRunner === undefined && (ordering?.isPlain ?? true) && keepers.groups.every(isPlain);
  return plain ? new Race(stage) : new ContestedRace(stage);
}
