import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { expect, test, vi } from 'vitest';
import { pgliteClient } from './contract/pglite-client.contract.js';
import { openMemoryEventBus } from './memory-event-bus.js';

const shop = fileURLToPath(new URL('./contract/killed-shop.contract.ts', import.meta.url));

/**
 * Runs the shop until it has published a few events more than asked, kills it, and returns the last
 * round it was promised.
 */
async function runAndKill(dataDir: string, round: number, events: number): Promise<number> {
  const child = fork(shop, [dataDir, String(round)], {
    execArgv: ['--conditions=source', '--import', 'tsx'],
    stdio: 'inherit',
  });
  let last = -1;
  await new Promise<void>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the shop ended by itself with ${code}`)));
    child.on('message', (promised: number | 'ready') => {
      if (promised === 'ready') return;
      last = promised;
      if (last % 100_000 < events) return;
      child.removeAllListeners('exit');
      resolve();
    });
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  return last;
}

test(
  'SIGKILL at any moment loses no acknowledged event and breaks no order',
  { timeout: 180_000 },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'emporium-bus-'));
    try {
      const setup = await PGlite.create({ dataDir });
      await setup.query('create table handled (seq bigserial primary key, key text, event bigint)');
      await setup.close();
      const promised: number[] = [];
      for (const [round, events] of [7, 40].entries())
        promised.push(await runAndKill(dataDir, round, events));

      const pglite = await PGlite.create({ dataDir });
      const bus = await openMemoryEventBus(pgliteClient(pglite));
      await bus.subscribe({
        group: 'orders-killed',
        topics: ['product_events'],
        handle: async ({ key, headers }) => {
          await pglite.query('insert into handled (key, event) values ($1, $2)', [
            key,
            Number(headers['id']!.split('-')[1]),
          ]);
        },
      });
      await vi.waitFor(async () => expect((await bus.groups())[0]).toMatchObject({ lag: 0 }), {
        timeout: 30_000,
        interval: 50,
      });
      await bus.close();
      for (const key of ['a', 'b', 'c']) {
        const { rows } = await pglite.query<{ event: number }>(
          'select event from handled where key = $1 group by event order by min(seq)',
          [key],
        );
        const firsts = rows.map((row) => Number(row.event));
        expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
        for (const [round, last] of promised.entries()) {
          for (let event = round * 100_000; event <= last; event++) expect(firsts).toContain(event);
        }
      }
      await pglite.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
);
