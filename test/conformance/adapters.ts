/** The adapter of every mechanism; one file per group, and a line here. */
import type { Adapters } from './adapter.ts';
import { blocks } from './adapters/blocks.ts';
import { chainFees } from './adapters/chain-fees.ts';
import { oracleAccess } from './adapters/oracle-access.ts';
import { oracles } from './adapters/oracles.ts';
import { stableSwaps } from './adapters/stableswap.ts';
import { statistics } from './adapters/statistics.ts';
import { uniswapV2 } from './adapters/uniswap-v2.ts';
import { uniswapV3 } from './adapters/uniswap-v3.ts';
import { uniswapV3Oracle } from './adapters/uniswap-v3-oracle.ts';

export const ADAPTERS: Adapters = {
  ...blocks,
  ...stableSwaps,
  ...chainFees,
  ...oracleAccess,
  ...oracles,
  ...statistics,
  ...uniswapV2,
  ...uniswapV3,
  ...uniswapV3Oracle,
};
