import { userId as userIdOf } from '@emporium/auth/principal';
import { unauthenticated } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { unlessErased } from '../recipient/unless-erased.js';
import { loadPreferences } from './find-preferences.js';
import type { MailPreferencesUpdateArgs } from './preference.inputs.js';
import type { MailPreferences } from './mail-preferences.entity.js';
import { storePreferences } from './store-preferences.js';

/** Changes which mails the caller wants; what is left out stays. */
export async function updatePreferences(
  ctx: Ctx,
  { input, expectedVersion }: MailPreferencesUpdateArgs,
): Promise<{ mailPreferences: MailPreferences }> {
  const userId = userIdOf(ctx.principal);
  if (!userId) throw unauthenticated();
  const read = await loadPreferences(ctx, userId);
  if (read.version !== expectedVersion) throw new Rejection(versionConflict(read.version));
  const wanted = { ...read.wanted };
  if (input.isAbandonedCartWanted === false) delete wanted['abandoned-cart'];
  // Wanted again, it counts for more than a link that was clicked before.
  if (input.isAbandonedCartWanted) wanted['abandoned-cart'] = ctx.now().toISOString();
  // An erased user gets nothing, whatever is still asked for.
  const isStored = await unlessErased(ctx, userId, () => storePreferences(ctx, read, wanted));
  const mailPreferences = await loadPreferences(ctx, userId);
  if (isStored === false) throw new Rejection(versionConflict(mailPreferences.version));
  return { mailPreferences };
}
