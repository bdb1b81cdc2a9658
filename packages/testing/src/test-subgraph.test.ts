import { defineEvent } from '@emporium/bus/define-event';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { SubgraphMigration } from '@emporium/db/platform-migration';
import type { Ctx } from '@emporium/platform/context';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { Arg, Ctx as Context, Directive, Int, Mutation, Query, Resolver } from 'type-graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestSubgraph, type TestSubgraph } from './test-subgraph.js';

const Counted = defineEvent('TEST_COUNTED', 'media_events', z.object({ value: z.number() }), {
  description: 'Test only.',
});

@Resolver()
class CounterResolver {
  @Query(() => Int, { nullable: true, description: 'Sum of handled events.' })
  async sum(@Context() ctx: Ctx): Promise<number> {
    const [row] = await sqlRows<{ sum: number }>(
      ctx.em,
      'select coalesce(sum(value), 0)::int as sum from media.seen',
    );
    return row!.sum;
  }
  @Mutation(() => Int, { nullable: true, description: 'Counts and tells.' })
  async count(
    @Arg('value', () => Int) value: number,
    @Arg('fails', () => Boolean, { nullable: true }) fails: boolean,
    @Context() ctx: Ctx,
  ): Promise<number> {
    return inTransaction(ctx, async () => {
      ctx.emit(Counted, { key: 'counter', version: value, data: { value } });
      if (fails) throw new Error('secret detail');
      return value;
    });
  }
  @Directive('@inaccessible')
  @Query(() => Int, { nullable: true, description: 'Calls another subgraph.' })
  async _asked(@Context() ctx: Ctx): Promise<number> {
    return (
      await ctx.call<{ answer: number }>({ to: 'orders', query: '{ answer }', timeoutMs: 500 })
    ).answer;
  }
}

class Media001 extends SubgraphMigration {
  override change(): void {
    this.addSql('create table seen (value integer not null)');
  }
}

const media = defineSubgraph({
  name: 'media',
  schema: { resolvers: [CounterResolver] },
  entities: [],
  migrations: [Media001],
  consumers: [
    {
      group: 'media-test',
      mode: 'inbox',
      handlers: [
        on(
          Counted,
          async (ctx, event) =>
            void (await sqlRun(ctx.em, 'insert into media.seen (value) values (?)', [
              event.data.value,
            ])),
        ),
      ],
    },
  ],
});

let t: TestSubgraph<unknown>;
beforeAll(async () => {
  t = await startTestSubgraph(media, { calls: { orders: () => ({ answer: 42 }) } });
});
afterAll(() => t.close());

test('an emitted event is published and handled exactly once, also when delivered twice', async () => {
  expect((await t.execute('mutation { count(value: 3) }')).data).toEqual({ count: 3 });
  const [event] = await t.published();
  expect(event).toMatchObject({
    type: 'TEST_COUNTED',
    subject: 'counter',
    aggregateversion: 3,
    data: { value: 3 },
  });
  await t.deliver(Counted, { key: 'counter', version: 3, data: { value: 3 }, id: event!.id });
  expect((await t.execute('{ sum }')).data).toEqual({ sum: 3 });
});

test('a failed transaction publishes nothing and its cause stays inside', async () => {
  const before = (await t.published()).length;
  const result = await t.execute('mutation { count(value: 9, fails: true) }');
  expect(result.data).toEqual({ count: null });
  expect(result.errors?.[0]?.extensions).toEqual({
    code: 'INTERNAL_SERVER_ERROR',
    retryable: false,
  });
  expect(JSON.stringify(result)).not.toContain('secret detail');
  expect((await t.published()).length).toBe(before);
});

test('poison goes to the dead letters and the next event is handled', async () => {
  await t.deliverRaw('media_events', 'counter', 'not json');
  await t.deliver(Counted, { key: 'counter', version: 4, data: { value: 4 } });
  expect((await t.execute('{ sum }')).data).toEqual({ sum: 7 });
  expect(await t.runtime.bus.deadLetters('media-test', { first: 10 })).toHaveLength(1);
});

test('internal fields answer services only, and internal calls reach their subgraph', async () => {
  expect((await t.execute('{ _asked }')).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  expect(
    (await t.execute('{ _asked }', { as: { kind: 'service', sub: 'cart', permissions: [] } })).data,
  ).toEqual({ _asked: 42 });
});
