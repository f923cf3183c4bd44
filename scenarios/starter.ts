/** What `plimsoll init` writes: a small scenario that validates and runs, with a word on every section. */
export const STARTER = `# A Plimsoll scenario. Check it with \`plimsoll validate\`, run it with \`plimsoll run\`.
# For completion in an editor: plimsoll schema > scenario.schema.json, and keep the next line.
# yaml-language-server: $schema=./scenario.schema.json
name: my-scenario
title: ETH falls by a third in six hours
severity: severe

# 500 paths of half a day. The same seed gives the same paths, on any machine and with any number of threads.
run: { paths: 500, seed: first, horizon: 12h, tick: 12s, reference: synchronous }

market:
  assets:
    # Merton's jump diffusion around a scripted fall. Volatility is per square root of a year: 1.0 is 100 %.
    ETH:
      price: { model: merton, start: 2000, volatility: 1.0, jumpsPerDay: 4, jumpMean: -0.01, jumpDeviation: 0.02 }
      waypoints:
        - { at: 0, price: 2000 }
        - { at: 2h, price: 1900 }
        - { at: 6h, price: 1350 }
        - { at: 12h, price: 1450 }
    USD: { price: { model: constant, start: 1 } }
  # Everybody else's bids for block space: they rise when the price moves.
  blockSpace: { model: volatility-coupled, level: 30, persistence: 0.9, coupling: 0.5, reference: 0.01, noise: 0.2, elasticity: 1 }

chains:
  ethereum: { blocks: { model: slots, slot: 12s, missRate: 0.01 }, fee: { model: eip1559 }, gasLimit: 30_000_000, gasAsset: ETH }

# A report is sent when the price has moved by half a percent, and at least every hour; it then waits for a block like any transaction.
oracles:
  ETH:
    publish: { model: deviation-heartbeat, deviation: 0.005, heartbeat: 1h }
    delay: { model: exponential, mean: 10s }
    transaction: { gas: 200_000, bid: { model: market-multiple, multiple: 1.2 }, rebid: 1m }

# Where seized collateral is sold. Depth and its recovery decide more than anything else: vary them.
venues:
  eth-usd:
    model: constant-product
    base: ETH
    quote: USD
    depth: 20_000
    fee: 0.003
    halfLife: 5m
    oracleWeight: 0.5

keepers:
  - name: professional
    count: 4
    delay: { model: exponential, mean: 6s }
    flashLoanFee: 0.0009
    bid: { model: market-multiple, multiple: 1.5 }
  - name: hobby
    count: 8
    delay: { model: lognormal, median: 45s, spread: 0.8 }
    capital: 100_000
    minProfit: 20
    bid: { model: market-multiple, multiple: 1.1 }
    outage: { probability: 0.2, duration: 1h }

protocol:
  # Fractions are fractions: 0.05 is 5 %.
  collateral:
    ETH: { liquidationThreshold: 0.80, liquidationBonus: 0.05, protocolFee: 0.1 }
  debt: [USD]
  book:
    model: generated
    accounts: 2_000
    debt: { median: 8_000, spread: 1.5 }
    healthFactor: { medianSlack: 0.6, spread: 1.0 }
    collateral: { ETH: 1 }
    borrowed: { USD: 1 }
    totalDebt: 50_000_000
  waterfall:
    - { model: insurance-fund, size: 250_000 }
    - { model: socialise }

# Four designs on the same paths. Any choice of a preset can be replaced, as in the last one.
strategies:
  synchronous: { preset: synchronous }
  asynchronous: { preset: asynchronous }
  dutch-auction: { preset: dutch-auction }
  partial-liquidation:
    preset: partial-liquidation
    size: { model: target-health, target: 1.05, closeFactor: 0.5, minimumDebt: 500 }
`;
