import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';
import { seededRandom, startLoad, type Load } from './crash-load.js';
import * as q from './purchase.js';
import { insist } from './race.js';
import { shopCommand, shopProcess, type ShopProcess } from './shop-process.js';
import { goods, prepareFolder } from './small-shop.js';

const TIMEOUT_MS = 300_000;

if (deploymentUrl())
  test('backup', (context) => context.skip('E2E_URL is set: this test runs shops of its own'));
else
  describe('a backup of the embedded shop', () => {
    const root = mkdtempSync(join(tmpdir(), 'emporium-backup-'));
    const [original, backup, restored] = ['original', 'backup', 'restored'].map((name) =>
      join(root, name),
    ) as [string, string, string];
    let running: ShopProcess | undefined;
    let load: Load;
    let before: { id: string; guestToken: string }[];

    beforeAll(async () => {
      await prepareFolder(original);
      running = await shopProcess(original);
      load = startLoad(await goods(running.url), seededRandom(7));
      load.openAt(running.url);
    }, TIMEOUT_MS);
    afterAll(async () => {
      load?.openAt(undefined);
      await load?.stop();
      await running?.kill();
      rmSync(root, { recursive: true, force: true });
    });

    test(
      'is made while people buy, and they go on buying',
      async () => {
        await eventually(() => load.answers() >= 60, 60_000);
        before = load.attempts.flatMap(({ order }) => order ?? []);
        expect(before.length).toBeGreaterThan(3);
        const lines = await running!.command('backup', { to: backup });
        expect(lines.at(-1)).toMatchObject({
          type: 'result',
          text: expect.stringContaining(`npm run restore -- --from ${backup}`),
        });
        const enough = load.answers() + 30;
        await eventually(() => load.answers() >= enough, 60_000);
        await load.stop();
        expect(readdirSync(backup).sort()).toEqual(
          expect.arrayContaining(['databases', 'keys', 'manifest.json', 'provider']),
        );
      },
      TIMEOUT_MS,
    );

    test(
      'overwrites nothing: not a folder with files, not one inside the data folder',
      async () => {
        const answer = async (to: string) => (await running!.command('backup', { to })).at(-1);
        const manifest = readFileSync(join(backup, 'manifest.json'));
        expect(await answer(backup)).toMatchObject({
          type: 'error',
          message: expect.stringContaining('is not empty'),
        });
        expect(readFileSync(join(backup, 'manifest.json'))).toEqual(manifest);
        expect(await answer(join(original, 'backup'))).toMatchObject({
          type: 'error',
          message: expect.stringContaining('inside the data folder'),
        });
        expect(existsSync(join(original, 'backup'))).toBe(false);
        expect(await shopCommand(original, ['restore', '--from', backup])).toMatchObject({
          code: 1,
          output: expect.stringContaining('A shop is running on this folder'),
        });
      },
      TIMEOUT_MS,
    );

    test(
      'is restored into an empty folder: all invariants hold, and what was acknowledged before it is there',
      async () => {
        await running!.kill();
        const { code, output } = await shopCommand(restored, ['restore', '--from', backup]);
        expect({ code, output }).toMatchObject({
          code: 0,
          output: expect.stringMatching(/restored what the shop was .*npm run verify/),
        });
        expect(await shopCommand(restored, ['restore', '--from', backup])).toMatchObject({
          code: 1,
          output: expect.stringContaining('is not empty'),
        });
        running = await shopProcess(restored);
        await eventually(async () => {
          const lines = await running!.command('verify');
          expect(lines.filter((line) => !String(line['text']).startsWith('ok'))).toEqual([
            expect.objectContaining({ type: 'result' }),
          ]);
        }, 60_000);
        for (const { id, guestToken } of before) {
          const client = new Client(running.url);
          client.guestToken = guestToken;
          const { data } = await insist(() => client.send(q.ORDER_BY_TOKEN, { token: guestToken }));
          expect(data.orderByToken?.id).toBe(id);
        }
      },
      TIMEOUT_MS,
    );

    test.each<[string, RegExp, (folder: string) => void]>([
      [
        'a folder that is none',
        /is no backup, or one that was not finished: it has no manifest.json/,
        (folder) => rmSync(join(folder, 'manifest.json')),
      ],
      [
        'a torn manifest',
        /manifest.json is torn or was not written by this shop/,
        (folder) => tear(join(folder, 'manifest.json')),
      ],
      [
        'a torn database',
        /is not whole: databases\/embedded.tar.gz .* is torn/,
        (folder) => tear(join(folder, 'databases', 'embedded.tar.gz')),
      ],
      [
        'a changed file',
        /is not whole: provider\/ledger.jsonl has/,
        (folder) => appendFileSync(join(folder, 'provider', 'ledger.jsonl'), 'x'),
      ],
      [
        'a lost file',
        /is not whole: keys\/internal_secret.txt is missing/,
        (folder) => rmSync(join(folder, 'keys', 'internal_secret.txt')),
      ],
      [
        'a newer version',
        /made by a newer version of the shop .*orders Orders999/,
        (folder) => edit(folder, (manifest) => manifest.migrations['orders']!.push('Orders999')),
      ],
      [
        'other rows than were counted',
        /nothing was restored: .*other rows than the backup counted: users.role/,
        (folder) => edit(folder, (manifest) => (manifest.counts['users.role'] = 77)),
      ],
    ])(
      '%s is refused with a clear error, and nothing is half-done',
      async (_title, expected, spoil) => {
        const [spoilt, target] = [join(root, 'spoilt'), join(root, 'target')];
        for (const folder of [spoilt, target]) rmSync(folder, { recursive: true, force: true });
        cpSync(backup, spoilt, { recursive: true });
        mkdirSync(target);
        spoil(spoilt);
        const { code, output } = await shopCommand(target, ['restore', '--from', spoilt]);
        expect({ code, output }).toMatchObject({
          code: 1,
          output: expect.stringMatching(expected),
        });
        expect(readdirSync(target).filter((name) => name !== 'keys')).toEqual([]);
      },
      TIMEOUT_MS,
    );
  });

function tear(path: string): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
}

function edit(
  folder: string,
  change: (manifest: {
    migrations: Record<string, string[]>;
    counts: Record<string, number>;
  }) => void,
): void {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}
