import { benchBystander } from './bystander.js';
import { benchGateway } from './gateway.js';
import { benchList } from './list.js';
import { benchStart } from './start.js';
import { benchStorefront } from './storefront.js';
import { benchSubscriptions } from './subscriptions.js';

const benchmarks: Record<string, () => Promise<void>> = {
  start: benchStart,
  list: benchList,
  gateway: benchGateway,
  bystander: benchBystander,
  storefront: benchStorefront,
  subscriptions: () => benchSubscriptions(process.argv.slice(3)),
  // Loaded when asked for: they bring the parts of the shop into this process.
  events: async () => (await import('./engines/events.js')).benchEvents(),
  freshness: async () => (await import('./engines/freshness.js')).benchFreshness(),
  rebuild: async () => (await import('./engines/rebuild.js')).benchRebuild(),
  cart: async () => (await import('./engines/cart.js')).benchCart(),
  checkouts: async () => (await import('./checkouts.js')).benchCheckouts(process.argv[3]),
  verify: async () => (await import('./engines/verify.js')).benchVerify(),
  trace: async () => (await import('./trace.js')).benchTrace(process.argv[3]),
  tracing: async () => (await import('./tracing.js')).benchTracing(),
  checkout: async () => (await import('./engines/checkout.js')).benchCheckout(),
  pricing: async () => (await import('./pricing.js')).benchPricing(),
};

const [name = ''] = process.argv.slice(2);
const run = benchmarks[name];
if (!run) {
  console.error(
    `npm run bench -- NAME, where NAME is one of: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exit(2);
}
await run();
