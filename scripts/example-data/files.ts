/** Every file of scenarios/data/ but its README, by name. All are made up: drawn by the models themselves, or out of positions typed here. */
import { accounts } from './accounts.ts';
import { day } from './day.ts';
import { history } from './history.ts';
import { poolTicks } from './pool-ticks.ts';

export async function exampleFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['history.csv', history()],
    ['pool-ticks.csv', poolTicks().text],
    ['day.csv', await day()],
    ['accounts.csv', accounts()],
  ]);
}
