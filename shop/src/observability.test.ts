import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerMetrics } from '@emporium/platform/process-metrics';
import { migratedDatabase } from '@emporium/testing/database-snapshot';
import { eventually } from '@emporium/testing/eventually';
import { testConfig } from '@emporium/testing/test-config';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './commands/run-command.js';
import { startShop, type Shop } from './start-shop.js';
import { subgraphs } from './subgraphs.js';
import { repositoryRoot } from './supergraph-path.js';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}

const file = readFileSync(join(repositoryRoot, 'deploy/alerts/emporium.rules.yml'), 'utf8');
const rules = (parse(file) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
/** Metric names: words with our prefixes; functions, labels and numbers have none of them. */
const metricsOf = (expr: string) => new Set(expr.match(/\b(?:emporium|gateway|process|nodejs)_\w+/g) ?? []);

let shop: Shop;
let remove: () => void;
let exported: string;
beforeAll(async () => {
  const test = testConfig({ PUBLIC_URL: '' });
  remove = test.remove;
  shop = await startShop(test.config, { log: pino({ level: 'silent' }), embedded: await migratedDatabase(subgraphs) });
  registerMetrics(shop.runtime.metrics, shop.subgraphs, shop.runtime.bus);
  exported = await shop.runtime.metrics.metrics();
});
afterAll(async () => {
  await shop?.close();
  remove?.();
});

test.each(rules)('$alert names metrics that are exported, with values, and says what to do', ({ expr, labels, annotations }) => {
  expect(metricsOf(expr).size).toBeGreaterThan(0);
  for (const name of metricsOf(expr))
    expect(exported, `${name} is not exported`).toMatch(new RegExp(`^${name}(\\{[^}]*\\})? [\\d.]+`, 'm'));
  expect(['page', 'ticket']).toContain(labels.severity);
  expect(annotations.summary.length).toBeGreaterThan(10);
  expect(annotations.description.length).toBeGreaterThan(20);
});

test('every subgraph tells of its outbox, pool and jobs, and every group of its events', () => {
  for (const { name, definition } of shop.subgraphs) {
    for (const metric of ['emporium_outbox_oldest_unsent_age_seconds', 'emporium_outbox_parked_events', 'emporium_outbox_unsent_rows'])
      expect(exported).toContain(`${metric}{subgraph="${name}"} 0`);
    expect(exported).toMatch(new RegExp(`emporium_database_pool_waiting_requests\\{subgraph="${name}"\\} \\d+`));
    for (const job of definition.jobs ?? [])
      expect(exported).toContain(`emporium_job_last_success_timestamp_seconds{subgraph="${name}",job="${job.name}"}`);
    for (const { group } of definition.consumers ?? []) {
      expect(exported).toContain(`emporium_consumer_oldest_event_age_seconds{group="${group}"}`);
      expect(exported).toContain(`emporium_consumer_dead_letters{group="${group}"} 0`);
    }
  }
});

test('an event that is given up shows in the first scrape, in health and in verify', async () => {
  await shop.runtime.bus.publish([{ topic: 'auth_events', key: 'usr_x', value: 'no JSON', headers: {} }]);
  await eventually(async () =>
    expect(await shop.runtime.metrics.metrics()).toContain('emporium_consumer_dead_letters{group="orders-replicas"} 1'),
  );
  const orders = shop.subgraphs.find(({ name }) => name === 'orders')!;
  const part = (await orders.health()).parts.find(({ name }) => name === 'consumer orders-replicas');
  expect(part).toMatchObject({ status: 'degraded', detail: expect.stringContaining('1 dead letter(s)') });
  const lines: string[] = [];
  for await (const { text } of runCommand(shop, 'verify', {})) lines.push(String(text));
  expect(lines).toContainEqual(expect.stringMatching(/^note .*orders-replicas gave up 1 event\(s\)/));
});
