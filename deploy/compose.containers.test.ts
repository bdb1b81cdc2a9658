import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Client } from '../e2e/client.js';
import { describePurchase } from '../e2e/purchase-journey.js';
import { docker, tryDocker, whyNoDocker } from './testing/docker.js';

const PROJECT = 'emporium-test';
const GATEWAY = 'http://127.0.0.1:4000/graphql';
const compose = (...args: string[]) => [
  'compose',
  '-p',
  PROJECT,
  '--profile',
  'shop',
  '--profile',
  'command',
  ...args,
];
const command = (...args: string[]) => docker(compose('run', '--rm', '-T', 'command', ...args));

const reason = whyNoDocker();

describe.skipIf(reason)('docker compose --profile shop', () => {
  beforeAll(async () => {
    docker(compose('build', '-q'));
    docker([
      'compose',
      '-p',
      PROJECT,
      '--profile',
      'shop',
      'up',
      '-d',
      '--wait',
      '--wait-timeout',
      '600',
    ]);
    expect(command('seed')).not.toContain('error:');
    vi.stubEnv('E2E_URL', GATEWAY);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    if (process.env['KEEP_CONTAINERS']) return;
    tryDocker(compose('down', '-v', '--remove-orphans', '-t', '20'));
  });

  describePurchase('containers', {}, async () => command('verify').split('\n'));

  test('whichever container is restarted, the shop is whole again by itself', async () => {
    const services = docker([
      'compose',
      '-p',
      PROJECT,
      '--profile',
      'shop',
      'ps',
      '--services',
    ]).split('\n');
    expect(services).toEqual(
      expect.arrayContaining(['gateway', 'orders', 'postgres', 'redis', 'kafka', 'fake-provider']),
    );
    for (const service of services) {
      docker(compose('kill', '-s', 'KILL', service));
      docker(compose('up', '-d', '--no-deps', service));
    }
    await expect
      .poll(
        () =>
          docker([
            'compose',
            '-p',
            PROJECT,
            '--profile',
            'shop',
            'ps',
            '--format',
            '{{.Service}} {{.Health}}',
          ]),
        {
          timeout: 240_000,
          interval: 1_000,
        },
      )
      .not.toMatch(/starting|unhealthy/);
    const shopper = new Client(GATEWAY);
    await expect
      .poll(
        async () =>
          (await shopper.send('{ products(first: 1) { nodes { name } } }')).data?.products?.nodes
            ?.length,
        {
          timeout: 60_000,
        },
      )
      .toBe(1);
    // What the events of before still have to do needs a moment; verify waits for none of it.
    await expect
      .poll(() => tryDocker(compose('run', '--rm', '-T', 'command', 'verify')).output, {
        timeout: 120_000,
        interval: 2_000,
      })
      .toContain('all hold');
  });
});

describe.runIf(reason)('docker compose --profile shop', () => {
  test('brings the whole shop up', ({ skip }) => skip(reason));
});
