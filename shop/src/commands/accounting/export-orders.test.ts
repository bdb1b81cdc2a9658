import { expect, test } from 'vitest';
import type { Shop } from '../../start-shop.js';
import { exportOrders } from './export-orders.js';

const document = (at: number) => ({
  orderId: `ord_${at}`,
  kind: 'INVOICE',
  number: `R-${at}`,
  issuedAt: '2026-01-01T00:00:00Z',
  orderNumber: `EM-${at}`,
  placedAt: null,
  status: 'PAID',
  country: 'DE',
  vatNumber: '=HYPERLINK("http://x")',
  isReverseCharge: false,
  isOfWholeOrder: true,
  currency: 'EUR',
  total: 100,
  taxLines: [],
  credits: null,
});

test('each batch is handed on before the next one is read, and no cell is a formula', async () => {
  const steps: string[] = [];
  const subgraph = (name: string, command: string, run: unknown) => ({
    name,
    definition: { commands: [{ name: command, run }] },
    systemCtx: () => ({}),
  });
  const batches = async function* () {
    for (const done of [1, 2]) {
      steps.push(`read ${done}`);
      yield { documents: [document(done)], done, total: 2 };
    }
  };
  const sums = async function* (_: unknown, { orderIds }: { orderIds: string[] }) {
    yield { sums: [{ orderId: orderIds[0]!, currency: 'EUR', paid: 100, refunded: 0 }] };
  };
  const shop = {
    subgraphs: [
      subgraph('orders', 'export-documents', batches),
      subgraph('payments', 'sum-payments', sums),
    ],
  } as unknown as Shop;
  let text = '';
  for await (const { type, csv } of exportOrders(shop, {})) {
    steps.push(`${String(type)} ${typeof csv}`);
    text += (csv as string | undefined) ?? '';
  }
  expect(steps).toEqual([
    'progress string',
    'read 1',
    'progress string',
    'read 2',
    'progress string',
    'result undefined',
  ]);
  expect(text.split('\n')).toHaveLength(4);
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).toMatch(/R-2,.*,1\.00,1\.00,0\.00\n$/);
});
