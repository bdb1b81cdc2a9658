import { startTestSubgraph } from '@emporium/testing/test-subgraph';
import { cart } from '@emporium/cart/subgraph';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { orders } from '@emporium/orders/subgraph';
import { payments } from '@emporium/payments/subgraph';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { startFaultProxy, type FaultProxy } from '@emporium/testing/fault-proxy';
import { customer } from '@emporium/testing/principals';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { afterEach, beforeEach, expect, test } from 'vitest';

const CASES = [
  { definition: orders, read: '{ order(id: "ord_none") { id } }' },
  {
    definition: payments,
    read: '{ _entities(representations: [{ __typename: "Order", id: "ord_none" }]) { ... on Order { payments { id } } } }',
  },
  { definition: cart, read: '{ cart(id: "crt_0123456789abcdefghijkl") { id } }' },
];

describeWithEngine('a subgraph whose PostgreSQL is away', engineUrls().databaseUrl, (url) => {
  let proxy: FaultProxy;
  const databases = new Set<string>();

  beforeEach(async () => {
    proxy = await startFaultProxy(url);
  });
  afterEach(async () => {
    await proxy.close();
    const admin = openPgPool(url, 1);
    for (const name of databases)
      await admin.query(`drop database if exists "${name}" with (force)`);
    await admin.close();
  });

  test.each(CASES)(
    '$definition.name says that it is unavailable and to try again, and answers when it is back',
    async ({ definition, read }) => {
      const name = `lost_store_${definition.name}_${process.pid}`;
      databases.add(name);
      const variable = databaseVariable(definition.name);
      // The type of a definition's services differs per subgraph; nothing here uses them.
      const t = await startTestSubgraph(definition as typeof orders, {
        env: { [variable]: withDatabase(proxy.through(url), name) },
      });
      const ask = () => t.execute(read, { as: customer() });
      try {
        const working = await ask();
        expect(working.errors).toBeUndefined();
        for (const connections of ['refuse', 'cut', 'reset'] as const) {
          await proxy.set({ connections });
          expect(await ask()).toMatchObject({
            errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }],
          });
          await proxy.heal();
          await eventually(async () => expect(await ask()).toEqual(working));
        }
      } finally {
        await t.close();
      }
    },
  );
});
