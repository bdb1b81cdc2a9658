import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describePurchase } from '../e2e/purchase-journey.js';
import { startVisitors } from '../e2e/steady-load.js';
import { whyNoCluster } from './testing/helm.js';
import * as release from './testing/release.js';

const VISITORS = 3;
const reason =
  whyNoCluster() ??
  (process.env['CLUSTER_LOAD']
    ? undefined
    : 'CLUSTER_LOAD names no command that gives images to the nodes; scripts/ci/cluster does');

/** Does something while visitors are in the shop: none of their requests may fail. */
async function underLoad(what: string, work: () => Promise<void>): Promise<void> {
  const visitors = startVisitors(release.graphqlUrl(), VISITORS);
  const startedAt = Date.now();
  try {
    await expect.poll(() => visitors.seen().sent, { timeout: 30_000 }).toBeGreaterThan(20);
    await work();
  } finally {
    const { sent, failed, slowestMs } = await visitors.stop();
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    console.log(
      `under load, ${what}: ${seconds} s, requests sent ${sent}, failed ${failed.length}, slowest answer ${slowestMs} ms`,
    );
    expect(failed).toEqual([]);
  }
}

describe.skipIf(reason)('release on Kubernetes', () => {
  beforeAll(async () => {
    release.freshNamespace();
    const { status, output } = await release.apply('install');
    if (status !== 0)
      throw new Error(`${output}\n${await release.inNamespace('get', 'pods,events')}`);
    vi.stubEnv('E2E_URL', release.graphqlUrl());
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    if (!process.env['KEEP_CONTAINERS']) release.removeNamespace();
  });

  test('helm test buys something', async () => {
    const { status, output } = await release.helmOn('test', '--timeout', '5m');
    expect(output).toMatch(/order .* is paid/);
    expect(status).toBe(0);
  });

  describePurchase('Kubernetes', {}, release.verify);

  test('an upgrade under load fails no request', async () => {
    const before = [...(await release.podsOf('gateway')), ...(await release.podsOf('catalog'))];
    await underLoad('helm upgrade', async () => {
      expect((await release.apply('upgrade', 'settings.ORDER_TTL_MINUTES=31')).status).toBe(0);
    });
    const after = [...(await release.podsOf('gateway')), ...(await release.podsOf('catalog'))];
    expect(after.filter((name) => before.includes(name))).toEqual([]);
  });

  test.each(['gateway', 'catalog'])(
    'a pod of %s that is deleted under load fails no request',
    async (component) => {
      const [pod] = await release.podsOf(component);
      await underLoad(`pod ${pod} deleted`, async () => {
        await release.inNamespace('delete', 'pod', pod!);
        await release.settled(component);
      });
      expect(await release.podsOf(component)).not.toContain(pod);
    },
  );

  test('a drained node keeps one pod of each service until others have taken over', async () => {
    const components = ['gateway', 'catalog'];
    await underLoad('node drained', async () => {
      expect(await release.drainFirstNode(components)).toMatch(/disruption budget/);
      for (const component of components) await release.settled(component);
    });
  });

  test('catalog gets more pods under load, and gives them back', async () => {
    const more = [
      'subgraphs.catalog.resources.requests.cpu=100m',
      'subgraphs.catalog.autoscaling.enabled=true',
      'subgraphs.catalog.autoscaling.max=3',
      'subgraphs.catalog.autoscaling.cpuPercent=80',
      'subgraphs.catalog.autoscaling.behavior.scaleDown.stabilizationWindowSeconds=0',
    ];
    await underLoad('autoscaling', async () => {
      expect((await release.apply('upgrade', ...more)).status).toBe(0);
      const buyers = startVisitors(release.graphqlUrl(), 20);
      try {
        await expect
          .poll(() => release.desiredReplicas('catalog'), { timeout: 240_000, interval: 2_000 })
          .toBe(3);
      } finally {
        await buyers.stop();
      }
    });
    await expect
      .poll(() => release.desiredReplicas('catalog'), { timeout: 240_000, interval: 2_000 })
      .toBe(2);
  });

  test('pods that never become ready replace nobody, and a rollback takes them away', async () => {
    const before = await release.podsOf('catalog');
    await underLoad('upgrade to pods that do not start, rollback', async () => {
      const { status, output } = await release.applyWithin(
        '40s',
        'upgrade',
        'subgraphs.catalog.settings.PORT=none',
      );
      expect(status).not.toBe(0);
      expect(output).toMatch(/catalog/);
      expect(await release.podsOf('catalog')).toEqual(expect.arrayContaining(before));
      expect((await release.helmOn('rollback', '--wait', '--timeout', '5m')).status).toBe(0);
    });
    expect(await release.podsOf('catalog')).toEqual(before);
  });

  test('a migration that cannot work stops the upgrade, leaves the shop open, and is rolled back', async () => {
    release.loadImage(release.badImage());
    const before = await release.podsOf('catalog');
    await underLoad('upgrade with a bad migration, rollback', async () => {
      const { status, output } = await release.apply(
        'upgrade',
        'settings.ORDER_TTL_MINUTES=31',
        'image.tag=bad',
      );
      expect(status).not.toBe(0);
      expect(output).toMatch(/nowhere/);
      expect(await release.podsOf('catalog')).toEqual(before);
      expect((await release.helmOn('rollback', '--wait', '--timeout', '10m')).status).toBe(0);
      expect(await release.podsOf('catalog')).toEqual(before);
    });
  });

  test('nothing of an uninstalled release stays but its claims', async () => {
    expect((await release.helmOn('uninstall', '--wait', '--timeout', '5m')).status).toBe(0);
    await expect.poll(release.leftOver, { timeout: 120_000, interval: 1_000 }).toEqual([]);
    expect((await release.claims()).length).toBeGreaterThan(4);
  });
});

describe.runIf(reason)('release on Kubernetes', () => {
  test('is installed, upgraded and removed', ({ skip }) => skip(reason));
});
