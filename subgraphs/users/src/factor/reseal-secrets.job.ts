import type { Job } from '@emporium/platform/define-subgraph';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';
import { openSecret, sealOfNow, sealSecret } from './factor-secret.js';

const AT_A_TIME = 500;

/**
 * Seals the secrets of authenticator apps anew after INTERNAL_SECRET changed, so that the old one
 * can go. Safe to run twice at once: a secret that was sealed anew meanwhile is left alone.
 */
export const resealSecrets: Job<UsersServices> = {
  name: 'reseal-secrets',
  everyMs: 600_000,
  run: async (ctx) => {
    const anew = `${sealOfNow(ctx).replaceAll('_', '\\_')}%`;
    let after = '';
    let count: number;
    do {
      const old = await query(ctx)
        .selectFrom('Totp')
        .select(['factorId', 'secret'])
        .where('factorId', '>', after)
        .where((eb) => eb.not(eb('secret', 'like', anew)))
        .orderBy('factorId')
        .limit(AT_A_TIME)
        .execute();
      for (const one of old) await reseal(ctx, one);
      count = old.length;
      after = old.at(-1)?.factorId ?? after;
    } while (count === AT_A_TIME);
  },
};

/** Leaves alone what no configured secret opens: the old one may come back. */
async function reseal(ctx: Ctx, { factorId, secret }: { factorId: string; secret: string }) {
  const opened = openSecret(ctx, factorId, secret);
  if (opened === undefined) return;
  await query(ctx)
    .updateTable('Totp')
    .set({ secret: sealSecret(ctx, factorId, opened) })
    .where('factorId', '=', factorId)
    .where('secret', '=', secret)
    .execute();
}
