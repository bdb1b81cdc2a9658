import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { docker, repositoryRoot, tryDocker, whyNoDocker } from './testing/docker.js';
import { run } from './testing/helm.js';
import { imageOf, SERVICES } from './testing/services.js';

const [, NODE] = /^ARG NODE_IMAGE=(.+)$/m.exec(
  readFileSync(join(repositoryRoot, 'deploy/Dockerfile'), 'utf8'),
)! as unknown as [string, string];
const MAX_BYTES_ABOVE_BASE = 90_000_000;
/** The commands bring every part of the shop along. */
const MAX_BYTES_OF_COMMANDS = 140_000_000;
const EXIT_CONFIGURATION = 78;

const secret = randomBytes(32).toString('hex');
/** A root that cannot be written, as an orchestrator runs it. */
const LOCKED = [
  '--rm',
  '--read-only',
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
];
const DEVELOPMENT = [
  '-e',
  'NODE_ENV=development',
  '-e',
  `INTERNAL_SECRET=${secret}`,
  '-e',
  `PAYMENT_WEBHOOK_SECRET=${secret}`,
];

const reason = whyNoDocker();
const subgraphs = SERVICES.filter((service) => service !== 'gateway' && service !== 'shop');

describe.skipIf(reason)('images', () => {
  const started: string[] = [];
  beforeAll(() => {
    run('scripts/ci/build-images', ['dev']);
  });
  afterAll(() => {
    if (started.length > 0) tryDocker(['rm', '-f', '-v', ...started]);
  });

  const sizeOf = (image: string) =>
    Number(docker(['image', 'inspect', '--format', '{{.Size}}', image]));

  test.each(SERVICES)('%s holds what it runs and nothing of what built it', (service) => {
    const above = sizeOf(imageOf(service)) - sizeOf(NODE);
    console.log(`${service}: ${(above / 1e6).toFixed(1)} MB above ${NODE}`);
    expect(above).toBeLessThan(service === 'shop' ? MAX_BYTES_OF_COMMANDS : MAX_BYTES_ABOVE_BASE);
    const list = docker([
      'run',
      ...LOCKED,
      '--entrypoint',
      'find',
      imageOf(service),
      '/app',
      '-type',
      'f',
      '-name',
      '*.[tj]s',
    ]);
    const own = list.split('\n').filter((path) => !path.includes('/node_modules/'));
    expect(own.length).toBeGreaterThan(20);
    expect(list.split('\n').filter((path) => path.endsWith('.ts'))).toEqual([]);
    expect(own.filter((path) => /\/src\/|\.(test|contract|fixture)\.js$/.test(path))).toEqual([]);
    expect(docker(['run', ...LOCKED, '--entrypoint', 'id', imageOf(service), '-un'])).toBe('node');
  });

  test.each(SERVICES.filter((service) => service !== 'shop'))(
    '%s without a configuration says all that is missing and ends with 78',
    (service) => {
      const { status, output } = tryDocker(['run', ...LOCKED, imageOf(service)]);
      expect(output).toContain('INTERNAL_SECRET: is required in production');
      expect(output).toContain(service === 'gateway' ? 'KV_URL' : 'DATABASE_URL');
      expect(status).toBe(EXIT_CONFIGURATION);
    },
  );

  test.each(subgraphs)(
    '%s starts alone on the embedded engines, with a root that cannot be written, becomes healthy and stops on SIGTERM',
    async (service) => {
      const name = `emporium-image-test-${randomUUID()}`;
      started.push(name);
      docker(['run', '-d', '--name', name, ...LOCKED.slice(1), ...DEVELOPMENT, imageOf(service)]);
      await expect
        .poll(
          () =>
            docker(['inspect', '--format', '{{.State.Health.Status}} {{.State.Running}}', name]),
          {
            timeout: 120_000,
            interval: 500,
          },
        )
        .toMatch(/^healthy true/);
      docker(['stop', '-t', '20', name]);
      expect(
        docker(['inspect', '--format', '{{.State.ExitCode}} {{.State.OOMKilled}}', name]),
      ).toBe('0 false');
    },
  );

  test.each(subgraphs)(
    '%s without its database says which one it looked for, and ends',
    (service) => {
      const engines = [
        '-e',
        'DATABASE_URL=postgres://shop:hidden-word@127.0.0.1:1/postgres',
        '-e',
        'BUS_URL=kafka://127.0.0.1:1',
      ];
      const { status, output } = tryDocker([
        'run',
        ...LOCKED,
        ...DEVELOPMENT,
        ...engines,
        imageOf(service),
      ]);
      expect(output).toMatch(/at 127\.0\.0\.1:1 \(DATABASE_URL[^)]*\) cannot be reached/);
      expect(output).not.toContain('hidden-word');
      expect(status).toBe(1);
    },
  );

  test('the gateway without the addresses of its subgraphs names them', () => {
    const { status, output } = tryDocker(['run', ...LOCKED, ...DEVELOPMENT, imageOf('gateway')]);
    expect(output).toContain('SUBGRAPH_USERS_URL');
    expect(status).toBe(1);
  });

  test('the commands tell how they are called', () => {
    const { status, output } = tryDocker([
      'run',
      ...LOCKED,
      ...DEVELOPMENT,
      imageOf('shop'),
      'node',
      'main.js',
      '--help',
    ]);
    expect(output).toContain('verify');
    expect(status).toBe(0);
  });

  test('what is copied into an image is the same each time it is gathered', () => {
    const build = 'emporium/build:dev';
    docker(['build', '-q', '-f', 'deploy/Dockerfile', '--target', 'build', '-t', build, '.']);
    const gather =
      'node deploy/collect-service.mjs cart /tmp/out > /dev/null && tar --sort=name -C /tmp -cf - out | sha256sum';
    const digest = () =>
      docker(['run', '--rm', '--entrypoint', 'sh', build, '-c', gather]).split(/\s/)[0];
    expect(digest()).toBe(digest());
  });
});

describe.runIf(reason)('images', () => {
  test('are built and started', ({ skip }) => skip(reason));
});
