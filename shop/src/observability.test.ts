import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerMetrics } from '@emporium/platform/process-metrics';
import { migratedDatabase } from '@emporium/testing/database-snapshot';
import { eventually } from '@emporium/testing/eventually';
import { testConfig } from '@emporium/testing/test-config';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './commands/run-command.js';
import { dashboardSchema, overlaps } from './dashboard.fixture.js';
import { startShop, type Shop } from './start-shop.js';
import { subgraphs } from './subgraphs.js';
import { repositoryRoot } from './supergraph-path.js';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook_url: string };
}

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const file = read('deploy/alerts/emporium.rules.yml');
const rules = (parse(file) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
/** Metric names: words with our prefixes; functions, labels and numbers have none of them. */
const metricsOf = (expr: string) =>
  new Set(expr.match(/\b(?:emporium|gateway|process|nodejs)_\w+/g) ?? []);
const FOLDER = 'deploy/dashboards';
const dashboards = readdirSync(join(repositoryRoot, FOLDER)).map((name) => ({
  name,
  json: JSON.parse(read(`${FOLDER}/${name}`)) as unknown,
}));

let shop: Shop;
let remove: () => void;
let exported: string;
beforeAll(async () => {
  const test = testConfig({ PUBLIC_URL: '' });
  remove = test.remove;
  shop = await startShop(test.config, {
    log: pino({ level: 'silent' }),
    embedded: await migratedDatabase(subgraphs),
  });
  registerMetrics(shop.runtime.metrics, shop.subgraphs, shop.runtime.bus);
  // Some have no values before there was something to count.
  const body = JSON.stringify({ query: '{ products(first: 1) { nodes { id } } }' });
  await fetch(`${shop.gateway!.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  exported = await shop.runtime.metrics.metrics();
});
afterAll(async () => {
  await shop?.close();
  remove?.();
});

test.each(rules)(
  '$alert names metrics that are exported, with values, and says what to do',
  ({ expr, labels, annotations }) => {
    expect(metricsOf(expr).size).toBeGreaterThan(0);
    for (const name of metricsOf(expr))
      expect(exported, `${name} is not exported`).toMatch(
        new RegExp(`^${name}(\\{[^}]*\\})? [\\d.]+`, 'm'),
      );
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.summary.length).toBeGreaterThan(10);
    expect(annotations.description.length).toBeGreaterThan(20);
  },
);

test.each(rules)(
  '$alert has its page: what it means, where to look, how to mend it, when it is over',
  ({ alert, annotations }) => {
    expect(annotations.runbook_url).toBe(`docs/runbooks/${alert}.md`);
    const page = read(annotations.runbook_url);
    expect(page.match(/^## .*$/gm)).toEqual([
      '## What it means',
      '## Look',
      '## Mend',
      '## Over when',
    ]);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, command] of page.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty([command!]);
    for (const [, other] of page.matchAll(/\]\(([\w-]+\.md)\)/g))
      expect(existsSync(join(repositoryRoot, 'docs/runbooks', other!))).toBe(true);
    for (const name of metricsOf(page))
      expect(exported).toContain(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `);
    expect(read('docs/runbooks/README.md')).toContain(`[${alert}](${alert}.md)`);
  },
);

test('every page of an alert belongs to a rule, and every rule is tested', () => {
  const pages = readdirSync(join(repositoryRoot, 'docs/runbooks')).filter((name) =>
    name.startsWith('Emporium'),
  );
  const names = rules.map(({ alert }) => alert).sort();
  expect(pages.map((name) => name.replace('.md', '')).sort()).toEqual(names);
  const tested = read('deploy/alerts/emporium.rules.test.yml').matchAll(/alertname: (\w+)$/gm);
  expect([...new Set([...tested].map(([, name]) => name))].sort()).toEqual(names);
});

test.each(dashboards)(
  'the dashboard $name is one, says what it shows, and asks for metrics that are there',
  ({ json }) => {
    const { panels } = dashboardSchema.parse(json);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [i, one] of panels.entries()) {
      expect(one.gridPos.x + one.gridPos.w).toBeLessThanOrEqual(24);
      expect(panels.slice(i + 1).filter((other) => overlaps(one, other))).toEqual([]);
      if (one.type === 'row') continue;
      for (const { expr } of one.targets) {
        expect(metricsOf(expr).size, expr).toBeGreaterThan(0);
        for (const name of metricsOf(expr)) {
          const family = name.replace(/_(bucket|count|sum)$/, '');
          expect(exported, name).toContain(
            `# TYPE ${family} ${family === name ? '' : 'histogram'}`.trimEnd(),
          );
        }
        // Seconds are shown as seconds; a share is a division of two numbers.
        expect(one.fieldConfig.defaults.unit !== 's' || expr.includes('_seconds'), expr).toBe(true);
      }
    }
  },
);

test('every metric of our own stands on a dashboard', () => {
  const asked = metricsOf(dashboards.map(({ json }) => JSON.stringify(json)).join());
  const families = [...exported.matchAll(/^# TYPE ((?:emporium|gateway)_\w+)/gm)].map(
    ([, name]) => name!,
  );
  expect(families.length).toBeGreaterThan(20);
  expect(
    families.filter(
      (name) => ![name, `${name}_count`, `${name}_bucket`].some((form) => asked.has(form)),
    ),
  ).toEqual([]);
});

test('every subgraph tells of its outbox, pool and jobs, and every group of its events', () => {
  for (const { name, definition } of shop.subgraphs) {
    for (const metric of [
      'emporium_outbox_oldest_unsent_age_seconds',
      'emporium_outbox_parked_events',
      'emporium_outbox_unsent_rows',
    ])
      expect(exported).toContain(`${metric}{subgraph="${name}"} 0`);
    expect(exported).toMatch(
      new RegExp(`emporium_database_pool_waiting_requests\\{subgraph="${name}"\\} \\d+`),
    );
    for (const job of definition.jobs ?? [])
      expect(exported).toContain(
        `emporium_job_last_success_timestamp_seconds{subgraph="${name}",job="${job.name}"}`,
      );
    for (const { group } of definition.consumers ?? []) {
      expect(exported).toContain(`emporium_consumer_oldest_event_age_seconds{group="${group}"}`);
      expect(exported).toContain(`emporium_consumer_dead_letters{group="${group}"} 0`);
    }
  }
});

test('an event that is given up shows in the first scrape, in health and in verify', async () => {
  await shop.runtime.bus.publish([
    { topic: 'auth_events', key: 'usr_x', value: 'no JSON', headers: {} },
  ]);
  await eventually(async () =>
    expect(await shop.runtime.metrics.metrics()).toContain(
      'emporium_consumer_dead_letters{group="orders-replicas"} 1',
    ),
  );
  const orders = shop.subgraphs.find(({ name }) => name === 'orders')!;
  const part = (await orders.health()).parts.find(
    ({ name }) => name === 'consumer orders-replicas',
  );
  expect(part).toMatchObject({
    status: 'degraded',
    detail: expect.stringContaining('1 dead letter(s)'),
  });
  const lines: string[] = [];
  for await (const { text } of runCommand(shop, 'verify', {})) lines.push(String(text));
  expect(lines).toContainEqual(
    expect.stringMatching(/^note .*orders-replicas gave up 1 event\(s\)/),
  );
});
