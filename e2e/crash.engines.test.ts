import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';
import { outcomeOf, seededRandom, startLoad, type Attempt, type Load } from './crash-load.js';
import * as q from './purchase.js';
import { insist } from './race.js';
import { shopProcess, type ShopProcess } from './shop-process.js';
import { goods, prepareFolder } from './small-shop.js';

/** A longer hunt: CRASH_KILLS=20 CRASH_SEED=7. Another seed kills at other moments. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 2);
const SEED = Number(process.env['CRASH_SEED'] ?? 20_260_401);
const TIMEOUT_MS = 240_000 + KILLS * 120_000;

if (deploymentUrl())
  test('SIGKILL', (context) =>
    context.skip('E2E_URL is set: this test kills processes of its own'));
else
  describe('SIGKILL in the middle', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'emporium-crash-'));
    let running: ShopProcess | undefined;
    let load: Load;

    beforeAll(async () => {
      await prepareFolder(dataDir);
    }, TIMEOUT_MS);
    afterAll(async () => {
      load?.openAt(undefined);
      await load?.stop();
      await running?.kill();
      rmSync(dataDir, { recursive: true, force: true });
    });

    test(
      `the shop is killed ${KILLS} times under load and starts again each time (seed ${SEED})`,
      async () => {
        const random = seededRandom(SEED);
        running = await shopProcess(dataDir);
        load = startLoad(await goods(running.url), random);
        for (let kill = 0; kill <= KILLS; kill++) {
          load.openAt(running.url);
          const enough = load.answers() + 30 + Math.floor(random() * 60);
          await eventually(() => load.answers() >= enough, 60_000);
          if (kill === KILLS) break;
          await running.kill();
          load.openAt(undefined);
          running = await shopProcess(dataDir);
        }
        await load.stop();
        expect(load.attempts.filter((attempt) => attempt.order).length).toBeGreaterThan(10);
      },
      TIMEOUT_MS,
    );

    test(
      'every acknowledged order exists, and its key gives the same order; an order of unknown fate is one or none',
      async () => {
        const again = async (attempt: Attempt) =>
          outcomeOf(
            await insist(() => new Client(running!.url).send(q.ORDER_PLACE, attempt.variables)),
          );
        for (const attempt of load.attempts) {
          const outcome = await again(attempt);
          const known = attempt.order ?? attempt.refused ?? outcome.order ?? outcome.refused;
          expect(known, JSON.stringify(attempt)).toBeDefined();
          expect(outcome.order?.id ?? outcome.refused).toEqual(
            attempt.order?.id ??
              attempt.refused ??
              (await again(attempt)).order?.id ??
              outcome.refused,
          );
        }
      },
      TIMEOUT_MS,
    );

    test(
      'acknowledged payments and cancellations stand',
      async () => {
        for (const { order, payment, cancelled } of load.attempts) {
          if (!order) continue;
          const client = new Client(running!.url);
          client.guestToken = order.guestToken;
          const again =
            payment?.id &&
            (await insist(() =>
              client.send(q.PAY, { id: order.id, method: payment.method, key: payment.key }),
            ));
          expect(again ? again.data.paymentCreate.payment?.id : again).toBe(payment?.id);
          if (!cancelled) continue;
          expect(
            (await client.get(q.ORDER_BY_TOKEN, { token: order.guestToken })).orderByToken.status,
          ).toBe('CANCELLED');
        }
      },
      TIMEOUT_MS,
    );

    test('acknowledged units are in the cart', async () => {
      const { cartId, acknowledged, unknown } = load.adds;
      const { cart } = await new Client(running!.url).get(q.CART, { id: cartId });
      expect(cart.totalQuantity).toBeGreaterThanOrEqual(acknowledged);
      expect(cart.totalQuantity).toBeLessThanOrEqual(acknowledged + unknown);
    });

    test(
      'the invariants hold as soon as the shop has finished or undone what was left half-way',
      async () => {
        await eventually(async () => {
          const lines = await running!.command('verify');
          const found = lines.filter((line) => !String(line['text']).startsWith('ok'));
          expect(found).toEqual([expect.objectContaining({ type: 'result' })]);
        }, 60_000);
      },
      TIMEOUT_MS,
    );
  });
