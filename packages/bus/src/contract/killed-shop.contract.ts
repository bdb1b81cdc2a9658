import { PGlite } from '@electric-sql/pglite';
import { message } from './bus-test.contract.js';
import { openMemoryEventBus } from '../memory-event-bus.js';
import { pgliteClient } from './pglite-client.contract.js';

// Runs as a process of its own that is killed at a random moment: publishes, handles, and tells its
// parent what it was promised.
const [, , dataDir, round] = process.argv;
const pglite = await PGlite.create({ dataDir: dataDir! });
const bus = await openMemoryEventBus(pgliteClient(pglite));
await bus.subscribe({
  group: 'orders-killed',
  topics: ['product_events'],
  handle: async (received) => {
    await pglite.query('insert into handled (key, event) values ($1, $2)', [
      received.key,
      Number(received.headers['id']!.split('-')[1]),
    ]);
  },
});
process.send!('ready');
for (let index = Number(round) * 100_000; ; index++) {
  const keys = ['a', 'b', 'c'];
  await bus.publish(keys.map((key) => message(key, `${key}-${index}`)));
  process.send!(index);
}
