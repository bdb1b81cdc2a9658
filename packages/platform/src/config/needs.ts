import type { Environment } from './environment-schema.js';

/**
 * Common secrets and addresses of engines: what not every process must be told. What only one
 * subgraph reads is in its own `config`.
 */
export type Need = keyof Pick<
  Environment,
  | 'INTERNAL_SECRET'
  | 'JWT_PRIVATE_KEY'
  | 'JWT_PUBLIC_KEY'
  | 'DATABASE_URL'
  | 'KV_URL'
  | 'CACHE_URL'
  | 'BUS_URL'
>;

/** What every subgraph needs; its definition names what it needs besides. */
export const SUBGRAPH_NEEDS: readonly Need[] = [
  'INTERNAL_SECRET',
  'DATABASE_URL',
  'KV_URL',
  'CACHE_URL',
  'BUS_URL',
];
/** What the gateway needs. */
export const GATEWAY_NEEDS: readonly Need[] = [
  'INTERNAL_SECRET',
  'JWT_PUBLIC_KEY',
  'KV_URL',
  'CACHE_URL',
];
/**
 * What the whole shop in one process needs. Its tokens may be made elsewhere: without the private
 * key it only reads them.
 */
export const ALL_NEEDS: readonly Need[] = [...SUBGRAPH_NEEDS, 'JWT_PUBLIC_KEY'];
