import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// One small repository that breaks every rule once: shows that each rule of .dependency-cruiser.mjs
// can go red, and that files are read at all.
const root = join(import.meta.dirname, '..');
const files: Record<string, string> = {
  'node_modules/kafkajs/index.js': `module.exports = {};`,
  'packages/bus/src/bus.ts': `export const bus = 1;`,
  'packages/bus/src/kafka.adapter.ts': `import 'kafkajs';`,
  'packages/bus/src/kafka.ts': `import 'kafkajs'; export const broken = 1;`,
  'packages/bus/src/nosy.ts': `import { events } from '../../../subgraphs/orders/events/src/events.js'; export const b = events;`,
  'packages/bus/src/one.ts': `import { two } from './two.js'; export const one = () => two;`,
  'packages/bus/src/two.ts': `import { one } from './one.js'; export const two = () => one;`,
  'packages/bus/src/lost.ts': `import './nowhere.js';`,
  'packages/bus/src/bus.test.ts': `import { bus } from './bus.js'; export const t = bus;`,
  'packages/bus/src/tested.ts': `import './bus.test.js';`,
  'subgraphs/orders/events/src/events.ts': `import { bus } from '../../../../packages/bus/src/bus.js'; import { z } from '../../src/order/order.js'; export const events = [bus, z];`,
  'subgraphs/orders/src/order/order.ts': `export const z = 1;`,
  'subgraphs/cart/src/good.ts': `import { events } from '../../orders/events/src/events.js'; export const a = events;`,
  'subgraphs/cart/src/bad.ts': `import { z } from '../../orders/src/order/order.js'; @(() => {}) class X {}; export const b = [z, X];`,
  'subgraphs/cart/src/routed.ts': `import '../../../gateway/src/gateway.js';`,
  'gateway/src/gateway.ts': `import '../../subgraphs/cart/src/good.js';`,
  'gateway/src/started.ts': `import '../../shop/src/main.js';`,
  'shop/src/main.ts': `export const main = 1;`,
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emporium-boundaries-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `rule: file` of every violation that dependency-cruiser reports in the small repository. */
function violations(): string[] {
  const args = [
    join(root, 'node_modules/.bin/depcruise'),
    '--config',
    join(root, '.dependency-cruiser.mjs'),
    '-T',
    'json',
    'packages',
    'subgraphs',
    'gateway',
    'shop',
  ];
  const { summary } = JSON.parse(
    execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  return summary.violations.map(
    (violation: { rule: { name: string }; from: string }) =>
      `${violation.rule.name}: ${violation.from}`,
  );
}

test('each import that the architecture forbids is reported, and nothing else', () => {
  expect(new Set(violations())).toEqual(
    new Set([
      'drivers-in-adapters: packages/bus/src/kafka.ts',
      'packages-know-no-subgraph: packages/bus/src/nosy.ts',
      'no-cycles: packages/bus/src/one.ts',
      'not-unresolvable: packages/bus/src/lost.ts',
      'no-test-code-in-product: packages/bus/src/tested.ts',
      'events-are-plain: subgraphs/orders/events/src/events.ts',
      'subgraphs-meet-by-events: subgraphs/cart/src/bad.ts',
      'no-gateway-in-subgraphs: subgraphs/cart/src/routed.ts',
      'gateway-stands-alone: gateway/src/gateway.ts',
      'subgraphs-know-no-gateway: gateway/src/started.ts',
    ]),
  );
});
