/** Models that lack what every model should have, each with the reason. */

/** No paper, contract or page states the rule: it is plain, or ours. */
export const WITHOUT_SOURCE: Readonly<Record<string, string>> = {
  'price/constant': 'nothing to cite: a price that never moves',
  'price/replay': 'the file of the user is the source',
  'block-space/constant': 'nothing to cite: one number',
  'block-space/replay': 'the file of the user is the source',
  'publish/interval': 'nothing to cite: a fixed rhythm',
  'aggregate/single': 'nothing to cite: the first source of a list',
  'aggregate/outlier-rejection': 'a simplification of rules that differ from feed to feed',
  'delay/constant': 'nothing to cite: one number',
  'delay/exponential': 'a textbook law',
  'delay/lognormal': 'a textbook law',
  'delay/empirical': 'the measurements of the user are the source',
  'delay/mixture': 'a textbook construction',
  'bid/market-multiple': 'what keepers do, as their configuration files show it; no paper',
  'venue/frictionless': 'nothing to cite: it is there for closed forms',
  'depth/none': 'nothing to cite: depth stays',
  'book/csv': 'the file of the user is the source',
  'size/all': 'nothing to cite: the whole debt',
  'discount/none': 'nothing to cite: no discount',
  'execution/synchronous': 'the design under study; docs/design.md says what it does',
  'discount/tiers': 'ours: steps in place of a line; presets state the limits',
  'borrower/top-up': 'ours: how many borrowers do so, and how quickly, must be measured',
  'borrower/self-liquidation': 'ours: what a grace period is for',
  'safeguard/cool-off': 'ours: a brake on repeated closes at one stale price',
  'safeguard/random-start': 'ours: what protocols propose against front-running, without one that states a rule',
  'safeguard/random-order': 'ours: what protocols propose against front-running, without one that states a rule',
  'thresholds/congestion-adjusted': 'ours: what is proposed against keepers that gas prices out',
  'absorber/insurance-fund': 'nothing to cite: a fund that empties',
  'absorber/shared-backstop': 'ours: capital that is drawn on by what is not simulated',
  'absorber/socialise': 'nothing to cite: lenders bear the rest',
  'fault/freeze': 'a plain fault: the source stands still',
  'fault/outage': 'a plain fault: the source is silent',
  'fault/outlier': 'a plain fault: the source is wrong',
  'access/open': 'nothing to cite: everybody may read and act',
};

/** No shipped scenario names it: only models that need a file of the user's. */
export const WITHOUT_SCENARIO: Readonly<Record<string, string>> = {
  'price/bootstrap': 'draws from a price history of the user’s own',
  'liquidity/tick-map': 'reads the ticks of a pool of the user’s choice',
};
