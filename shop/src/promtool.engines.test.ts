import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { registerMetrics } from '@emporium/platform/process-metrics';
import { migratedDatabase } from '@emporium/testing/database-snapshot';
import { testConfig } from '@emporium/testing/test-config';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { startShop } from './start-shop.js';
import { subgraphs } from './subgraphs.js';
import { repositoryRoot } from './supergraph-path.js';

const cwd = join(repositoryRoot, 'deploy/alerts');
const promtool = (args: string[], input = '') => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd, input, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};
const isThere = promtool(['--version']).status === 0;

if (!isThere)
  console.log(
    'promtool is not here (Debian: apt-get install prometheus): names of metrics and alert rules are not checked by it',
  );

describe.skipIf(!isThere)('promtool', () => {
  test('finds nothing to say about names, units and texts of the metrics', async () => {
    const { config, remove } = testConfig({ PUBLIC_URL: '' });
    const shop = await startShop(config, {
      log: pino({ level: 'silent' }),
      embedded: await migratedDatabase(subgraphs),
    });
    registerMetrics(shop.runtime.metrics, shop.subgraphs, shop.runtime.bus);
    const exported = await shop.runtime.metrics.metrics();
    await shop.close();
    remove();
    expect(promtool(['check', 'metrics'], exported)).toEqual({ status: 0, output: '' });
  });

  test('takes the alert rules, and each fires when it should and not before', () => {
    expect(promtool(['check', 'rules', 'emporium.rules.yml'])).toMatchObject({ status: 0 });
    expect(promtool(['test', 'rules', 'emporium.rules.test.yml'])).toMatchObject({
      status: 0,
      output: expect.stringContaining('SUCCESS'),
    });
  });
});
