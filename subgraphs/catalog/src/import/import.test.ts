import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { catalog } from '../subgraph.js';

let t: TestSubgraph<unknown>;
beforeAll(async () => {
  t = await startTestSubgraph(catalog, { calls: { orders: () => ({ _order: null }) } });
});
afterAll(() => t.close());
const run = async (name: string, args = {}) => {
  const lines: any[] = [];
  for await (const l of catalog.commands!.find(c => c.name === name)!.run(t.running.systemCtx(), args)) lines.push(l);
  return lines;
};
test('x', async () => {
  const csv = readFileSync('/work/shared/data/apparel.csv', 'utf8');
  let l = await run('import', { csv });
  console.log(l.slice(0, 3), l.at(-1));
  l = await run('import', { csv });
  console.log(l.at(-1));
  const e = (await run('export')).at(-1);
  console.log(e.csv.split('\n').slice(0, 7).join('\n'));
  l = await run('import', { csv: e.csv });
  console.log(l.filter(x => x.type === 'error'), l.at(-1));
  console.log(await t.verify());
  expect(1).toBe(1);
});
