import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '@emporium/db/prepare-server';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { engineUrls } from '@emporium/testing/engine-urls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SUBGRAPH_NAMES } from '../scripts/schema/subgraph-names.js';
import { Client } from './client.js';
import { shopCommand, shopProcess } from './shop-process.js';
import { prepareFolder } from './small-shop.js';

const TIMEOUT_MS = 240_000;
const SECRET = 'c0ffee00-of-thirty-two-bytes-or-more';
const PASSWORD = 'correct horse battery';

/**
 * Nobody's databases, so that whatever others did to theirs does not matter here. The doctor makes
 * none.
 */
function ownDatabases(server: string): Record<string, string> {
  const own = SUBGRAPH_NAMES.map((name) => [
    `${name.toUpperCase()}_DATABASE_URL`,
    withDatabase(server, `first_${process.pid}_${name}`),
  ]);
  return { DATABASE_URL: server, ...Object.fromEntries(own) };
}

interface Report {
  ok: boolean;
  findings: { check: string; status: string; text: string; remedy?: string }[];
}

if (deploymentUrl())
  test('first minutes', (context) =>
    context.skip('E2E_URL is set: this test runs shops of its own'));
else
  describe('the first minutes of a shop', () => {
    const root = mkdtempSync(join(tmpdir(), 'emporium-first-'));
    /** Takes connections and never answers. */
    let silent: Server;
    const sockets = new Set<Socket>();
    beforeAll(async () => {
      silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
      rmSync(root, { recursive: true, force: true });
    });

    const reportOf = async (
      dataDir: string,
      env: Record<string, string>,
    ): Promise<{ code: number; report: Report; output: string }> => {
      const { code, output, result } = await shopCommand(dataDir, ['doctor', '--json'], { env });
      return { code, output, report: JSON.parse(result) as Report };
    };

    test(
      'production with nothing configured: the doctor names everything that is missing, and makes nothing',
      async () => {
        const dataDir = join(root, 'nothing');
        const { code, output } = await shopCommand(dataDir, ['doctor'], {
          env: { NODE_ENV: 'production' },
        });
        expect(code).toBe(1);
        for (const name of [
          'INTERNAL_SECRET',
          'PAYMENT_WEBHOOK_SECRET',
          'JWT_PUBLIC_KEY',
          'DATABASE_URL',
          'BUS_URL',
        ])
          expect(output).toMatch(new RegExp(`^FAIL  configuration +${name}: .*What to do: `, 'm'));
        expect(existsSync(dataDir)).toBe(false);
      },
      TIMEOUT_MS,
    );

    test(
      'engines that are away, silent or another service: each is one failure with a remedy, within its time and without its password',
      async () => {
        const away = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
        const { code, report, output } = await reportOf(join(root, 'away'), {
          INTERNAL_SECRET: `${SECRET},${SECRET.toUpperCase()}`,
          DATABASE_URL: `postgres://shop:hunter22@${away}/postgres`,
          KV_URL: `redis://:hunter22@${away}`,
          BUS_URL: 'kafka://127.0.0.1:9',
          SEARCH_URL: 'elasticsearch+http://shop:hunter22@127.0.0.1:9',
          BLOB_URL: 's3://bucket?endpoint=http://127.0.0.1:9',
          S3_ACCESS_KEY_ID: 'key',
          S3_SECRET_ACCESS_KEY: 'hunter22',
          MAIL_URL: `smtp://shop:hunter22@${away}`,
          PAYMENT_URL: 'test+http://127.0.0.1:9',
          PUBLIC_URL: 'http://0.0.0.0:9',
          SUBGRAPH_USERS_URL: 'http://127.0.0.1:9/graphql',
        });
        expect(code).toBe(1);
        const failed = report.findings.filter(({ status }) => status === 'fail');
        expect(failed.map(({ check }) => check)).toEqual(
          expect.arrayContaining([
            'database of users',
            'key-value store',
            'events',
            'search',
            'media',
            'mail',
            'payments',
            'gateway',
            'users service',
          ]),
        );
        for (const { remedy } of failed) expect(remedy).toBeTruthy();
        expect(report.findings).toContainEqual(
          expect.objectContaining({
            status: 'warn',
            text: 'INTERNAL_SECRET: 2 values are accepted',
          }),
        );
        expect(output).not.toMatch(/hunter22|c0ffee00/i);
      },
      TIMEOUT_MS,
    );

    const { databaseUrl, redisUrl, kafkaBrokers } = engineUrls();
    test.skipIf(!databaseUrl || !redisUrl || !kafkaBrokers)(
      'engines that are there: nothing fails before the first start but the gateway that is not started',
      async () => {
        const { report } = await reportOf(join(root, 'engines'), {
          ...ownDatabases(databaseUrl!),
          KV_URL: redisUrl!,
          BUS_URL: `kafka://${kafkaBrokers}`,
          PUBLIC_URL: 'http://0.0.0.0:9',
        });
        const of = (check: string) => report.findings.filter((finding) => finding.check === check);
        expect(of('database of orders').map(({ text }) => text)).toContainEqual(
          expect.stringMatching(/^PostgreSQL \d/),
        );
        expect(of('key-value store').map(({ text }) => text)).toContainEqual(
          expect.stringMatching(/^Redis \d/),
        );
        expect(of('events').map(({ text }) => text)).toContainEqual(
          expect.stringMatching(/^Kafka with \d+ broker/),
        );
        const failing = new Set(
          report.findings.filter(({ status }) => status === 'fail').map(({ check }) => check),
        );
        // The engines of the machine are for tests: they may forget.
        failing.delete('key-value store');
        expect([...failing]).toEqual(['gateway']);
      },
      TIMEOUT_MS,
    );

    test(
      'the first administrator is made before the start or beside the running shop, logs in, and the doctor finds the shop well',
      async () => {
        const dataDir = join(root, 'shop');
        await prepareFolder(dataDir);
        const create = (email: string, input: string) =>
          shopCommand(dataDir, ['admin', 'create', '--email', email], { input });
        expect(await create('first@shop.test', `${PASSWORD}\n`)).toMatchObject({
          code: 0,
          output: expect.stringContaining('is an administrator now'),
        });
        expect(await create('weak@shop.test', 'short\n')).toMatchObject({
          code: 1,
          output: expect.stringContaining('at least 8 characters'),
        });
        const running = await shopProcess(dataDir);
        try {
          expect(await create('second@shop.test', PASSWORD)).toMatchObject({ code: 0 });
          for (const email of ['first@shop.test', 'second@shop.test'])
            await new Client(running.url).logIn(email, PASSWORD);
          const listed = await shopCommand(dataDir, ['admin', 'list']);
          expect(listed.output).toMatch(/first@shop.test[^]*second@shop.test/);
          const { code, report, output } = await reportOf(dataDir, {});
          expect(
            { code, failures: report.findings.filter(({ status }) => status === 'fail') },
            output,
          ).toEqual({ code: 0, failures: [] });
          expect(report.findings).toContainEqual({
            check: 'gateway',
            status: 'ok',
            text: 'it accepts access tokens',
          });
        } finally {
          await running.kill();
        }
      },
      TIMEOUT_MS,
    );
  });
