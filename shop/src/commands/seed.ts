import { caughtUp, seedOnce } from '../seed/seed-once.js';
import { seedMany } from '../seed/seed-many.js';
import type { Shop } from '../start-shop.js';
import type { CommandLine } from './shop-command.js';

/**
 * `seed`: the demo shop, unless it is there. `seed --size N`: N made-up products for measurements,
 * on top of what is there.
 */
export async function* seed(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  if (shop.config.nodeEnv === 'production')
    throw new Error('demo data is never put into a production shop');
  if (typeof args['size'] === 'number') {
    yield* seedMany(shop, args['size']);
  } else {
    await seedOnce(shop, shop.runtime.log);
  }
  await caughtUp(shop);
  yield { type: 'result', text: 'the shop is seeded' };
}
