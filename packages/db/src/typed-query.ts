import type { Kysely } from 'kysely';
import type { SqlEntityManager } from './entity-manager.js';
import type { EntityMap, EntityTables } from './entity-tables.js';
import type { platformEntities } from './platform-entities.js';
import { propertyNames } from './property-names-plugin.js';

/**
 * Starts a typed statement in the transaction of the entity manager, or on its own when there is
 * none.
 */
export type TypedQuery<E extends EntityMap> = (ctx: {
  em: SqlEntityManager;
}) => Kysely<EntityTables<E & typeof platformEntities>>;

/**
 * Binds statements to the entities of one subgraph and to the platform's (OutboxRow …):
 * `query(ctx).selectFrom('Product as p').selectAll('p')`. Tables are called like the entities,
 * columns like the properties; the PostgreSQL schema comes from the ORM's configuration. Parts that
 * Kysely's builder lacks are written with its `sql` tag, in which only `${…}` is renamed.
 */
export function typedQuery<const E extends EntityMap>(_entities: E): TypedQuery<E> {
  return ({ em }) => {
    const kysely = em.getKysely() as unknown as Kysely<unknown>;
    let typed = withProperties.get(kysely);
    if (!typed) withProperties.set(kysely, (typed = kysely.withPlugin(propertyNames)));
    return typed as Kysely<EntityTables<E & typeof platformEntities>>;
  };
}

/** By the client or transaction that they belong to. */
const withProperties = new WeakMap<Kysely<unknown>, Kysely<unknown>>();
