import { compareModes } from './compare-modes.js';

/**
 * `npm run bench -- storefront`: what a storefront's requests cost with subgraphs called directly
 * or over HTTP, and with the executor of
 * @apollo/gateway. The goal is direct ≤ 0.6 × HTTP.
 */
export async function benchStorefront(): Promise<void> {
  await compareModes({
    'direct, own executor': {},
    'direct, EXECUTOR=apollo': { EXECUTOR: 'apollo' },
    'SUBGRAPH_TRANSPORT=http, own executor': { SUBGRAPH_TRANSPORT: 'http' },
  });
}
