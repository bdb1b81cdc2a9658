import type { SubgraphName } from '@emporium/platform/define-subgraph';
import type { CrossCheck } from './cross-check.js';
import { rowsOf } from './rows-of.js';
import type { Shop } from '../start-shop.js';

interface Versioned {
  id: string;
  version: number;
}

const LIVING_PRODUCTS = 'select id, version from catalog.product where deleted_at is null';
const LIVING_USERS = `select id, version from users.app_user where status <> 'ERASED'`;

/** A replica with the owner's list that it must equal. */
const PAIRS: { name: string; owner: [SubgraphName, string]; replica: [SubgraphName, string] }[] = [
  {
    name: 'products in orders',
    owner: ['catalog', LIVING_PRODUCTS],
    replica: ['orders', 'select id, version from orders.denormalized_products where not deleted'],
  },
  {
    name: 'products in cart',
    owner: ['catalog', LIVING_PRODUCTS],
    replica: ['cart', 'select id, version from cart.product_replica where not is_deleted'],
  },
  {
    name: 'stock in cart',
    owner: [
      'catalog',
      `select s.variant_id as id, s.on_hand - s.reserved as version from catalog.stock s join catalog.product_variant v on v.id = s.variant_id where v.deleted_at is null`,
    ],
    replica: ['cart', 'select variant_id as id, available as version from cart.stock_replica'],
  },
  {
    name: 'users in orders',
    owner: ['users', LIVING_USERS],
    replica: ['orders', 'select id, version from orders.denormalized_users where not deleted'],
  },
  {
    name: 'users in notifications',
    owner: ['users', LIVING_USERS],
    replica: ['notifications', 'select user_id as id, version from notifications.recipient where not erased'],
  },
];

/** I15: replicas equal their owners, id by id and version by version. */
export const replicasEqualOwners: CrossCheck = {
  id: 'I15',
  title: 'replicas of products, stock and users equal their owners',
  run: async (shop) => (await Promise.all(PAIRS.map((pair) => compare(shop, pair)))).flat(),
};

async function compare(shop: Shop, { name, owner, replica }: (typeof PAIRS)[number]): Promise<string[]> {
  const truth = await rowsOf<Versioned>(shop, ...owner);
  const copy = new Map((await rowsOf<Versioned>(shop, ...replica)).map((row) => [row.id, row.version]));
  const known = new Set(truth.map((row) => row.id));
  const wrong = truth
    .filter((row) => copy.get(row.id) !== row.version)
    .map((row) => `${name}: ${row.id} is ${row.version} at its owner, ${copy.get(row.id) ?? 'missing'} in the replica`);
  // Stock of deleted variants may stay in a replica: nobody reads it.
  const extra = name.startsWith('stock')
    ? []
    : [...copy.keys()].filter((id) => !known.has(id)).map((id) => `${name}: ${id} is gone at its owner`);
  return [...wrong, ...extra];
}
