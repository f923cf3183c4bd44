/** Venues: what their parameters must be to each other. The models hold the rules; here they are told with their place. */
import { requireFactors } from '../../models/venues/oracle-pool.ts';
import { bookLevels } from '../../models/venues/order-book.ts';
import { requireSkew } from '../../models/venues/skewed-oracle.ts';
import type { CheckContext } from './check.ts';

const RULES: Readonly<Record<string, (venue: never) => unknown>> = {
  'order-book': bookLevels,
  'oracle-pool': requireFactors,
  'skewed-oracle': requireSkew,
};

/** Parameters of a venue agree with each other. */
export function checkVenues({ scenario, report }: CheckContext): void {
  for (const [name, venue] of Object.entries(scenario.venues)) {
    try {
      if (Object.hasOwn(RULES, venue.model)) RULES[venue.model]!(venue as never);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      report({ path: ['venues', name], message: error.message, at: 'key' });
    }
  }
}
