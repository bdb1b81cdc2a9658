import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { lockRule } from '../rule/lock-rule.js';
import { amount, count, id } from '../rule/rule-fields.js';
import { writeRule } from '../rule/write-rule.js';
import { query } from '../tables.js';
import type { PriceListPricesSetInput } from './price-list.inputs.js';
import { priceList } from './price-list.noun.js';

const MOST_AT_ONCE = 1_000;
/** A list is published as a whole: with so many prices its event is half of what a bus takes. */
const MOST_PRICES = 5_000;

const rules = z.object({
  prices: z
    .array(
      z.object({
        variantId: id,
        fromQuantity: count('The quantity', 1, 1_000_000),
        amount: amount.nullish().transform((value) => value ?? null),
      }),
    )
    .min(1, 'Give at least one price.')
    .max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} prices can be set at once.`)
    .refine(
      (prices) => new Set(prices.map(keyOf)).size === prices.length,
      'A variant and quantity must be named once only.',
    ),
});

type Price = { variantId: string; fromQuantity: number };
const keyOf = ({ variantId, fromQuantity }: Price) => `${fromQuantity} ${variantId}`;

/** Sets and removes prices of a list, which is published as a whole. Throws a Rejection. */
export async function setPrices(ctx: Ctx, input: PriceListPricesSetInput): Promise<void> {
  const { prices } = checked(rules, input, ['input']);
  const { id: listId, expectedVersion } = input;
  await inTransaction(ctx, async () => {
    const list = await lockRule(ctx, priceList, listId, { expectedVersion, path: ['input', 'id'] });
    const wrong = prices.flatMap(({ amount }, index) =>
      amount && amount.currency !== list.data.currency
        ? [
            invalidInput(`The list is in ${list.data.currency}, not in ${amount.currency}.`, [
              'input',
              'prices',
              String(index),
              'amount',
              'currency',
            ]),
          ]
        : [],
    );
    if (wrong.length > 0) throw new Rejection(...wrong);
    await write(ctx, listId, prices);
    await checkRoom(ctx, listId);
    await writeRule(ctx, list, list.data);
  });
}

type SetPrice = z.output<typeof rules>['prices'][number];

async function write(ctx: Ctx, listId: string, prices: readonly SetPrice[]): Promise<void> {
  const removed = prices.filter(({ amount }) => amount === null);
  const set = prices.flatMap(({ variantId, fromQuantity, amount }) =>
    amount ? [{ listId, variantId, fromQuantity, minor: amount.minor }] : [],
  );
  if (removed.length > 0)
    await query(ctx)
      .deleteFrom('PriceListPrice')
      .where('listId', '=', listId)
      .where((eb) =>
        eb.or(removed.map(({ variantId, fromQuantity }) => eb.and({ variantId, fromQuantity }))),
      )
      .execute();
  if (set.length > 0)
    await query(ctx)
      .insertInto('PriceListPrice')
      .values(set)
      .onConflict((conflict) =>
        conflict
          .columns(['listId', 'variantId', 'fromQuantity'])
          .doUpdateSet((eb) => ({ minor: eb.ref('excluded.minor') })),
      )
      .execute();
}

async function checkRoom(ctx: Ctx, listId: string): Promise<void> {
  const { count } = await query(ctx)
    .selectFrom('PriceListPrice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('listId', '=', listId)
    .executeTakeFirstOrThrow();
  if (Number(count) > MOST_PRICES)
    throw new Rejection(
      invalidInput(`A list has at most ${MOST_PRICES} prices: use several lists.`, [
        'input',
        'prices',
      ]),
    );
}
