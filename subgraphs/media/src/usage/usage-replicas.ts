import type { Replica } from '@emporium/platform/owned-state';
import type { Ctx, MediaServices } from '../context.js';
import { query } from '../tables.js';
import type { Usage } from './usage.entity.js';
import type { InferEntity } from '@mikro-orm/core';

type Kind = InferEntity<typeof Usage>['kind'];

/**
 * Whose images are known, and at which version; an owner without images is nothing that would be
 * missed.
 */
const sources = (ctx: Ctx, kind: Kind) =>
  query(ctx)
    .selectFrom('UsageSource as s')
    .select((eb) => [
      's.ownerId as id',
      's.sourceVersion as version',
      eb
        .not(
          eb.exists(
            eb
              .selectFrom('Usage as u')
              .select('u.assetId')
              .whereRef('u.kind', '=', 's.kind')
              .whereRef('u.ownerId', '=', 's.ownerId'),
          ),
        )
        .as('ended'),
    ])
    .where('s.kind', '=', kind)
    .$castTo<{ id: string; version: number; ended: boolean }>();

function replicaOf(kind: Kind, of: string, title: string): Replica<MediaServices> {
  return {
    of,
    title,
    page: (ctx, after, limit) =>
      sources(ctx, kind).where('s.ownerId', '>', after).orderBy('s.ownerId').limit(limit).execute(),
    find: (ctx, ids) => sources(ctx, kind).where('s.ownerId', 'in', ids).execute(),
  };
}

/** Where images are used, as media knows it. */
export const usageReplicas = [
  replicaOf('product', 'catalog.products', 'images of products in media'),
  replicaOf('category', 'catalog.categories', 'images of categories in media'),
];
