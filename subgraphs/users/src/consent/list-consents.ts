import type { EntityTables } from '@emporium/db/entity-tables';
import { asEntity } from '@emporium/db/as-entity';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import { expressionBuilder } from 'kysely';
import type { Ctx } from '../context.js';
import { query, type entities } from '../tables.js';
import { Consent } from './consent.entity.js';

const c = expressionBuilder<{ c: EntityTables<typeof entities>['Consent'] }, 'c'>();

/** Ids are ordered by time. */
const ORDER: KeysetOrder = {
  name: 'consent',
  value: c.ref('c.id'),
  id: c.ref('c.id'),
  kind: 'text',
  descending: true,
};

/** What a user agreed to and withdrew, newest first. Throws BAD_USER_INPUT for bad page arguments. */
export async function listConsents(
  ctx: Ctx,
  userId: string,
  args: ForwardPageArgs,
): Promise<ConnectionOf<Consent>> {
  const page = pageRequest(args, ORDER.name, 20);
  const rows = await keysetPage(
    query(ctx).selectFrom('Consent as c').selectAll('c').where('c.userId', '=', userId),
    ORDER,
    page,
  ).execute();
  return connection(
    rows.map((row) => asEntity(Consent, row)),
    page,
    ({ id }) => keysetCursor(ORDER, { id, sortValue: id }),
  );
}
