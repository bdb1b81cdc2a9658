import type { Envelope } from '@emporium/bus/envelope';
import type { EventData } from '@emporium/bus/define-event';
import type { UserDeleted } from '@emporium/users-events';
import { removeAssets } from '../asset/remove-assets.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** USER_DELETED: the pictures of the person go with the account, at every size. */
export async function eraseAvatars(
  ctx: Ctx,
  { data }: Envelope<EventData<typeof UserDeleted>>,
): Promise<void> {
  const own = await query(ctx)
    .selectFrom('MediaAsset')
    .select('id')
    .where('ownerId', '=', data.id)
    .execute();
  await removeAssets(
    ctx,
    own.map(({ id }) => id),
  );
}
