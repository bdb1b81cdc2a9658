import type { Ctx } from '../context.js';
import type { MailPurpose } from './mail-purpose.js';
import { signUnsubscription } from './unsubscribe-token.js';
import { unsubscriptionHash } from './unsubscription-hash.js';

/** Path of the page and of the one-click request. */
export const UNSUBSCRIBE_PATH = '/unsubscribe';

/** Where a mail of a purpose is unsubscribed from; the address does not stand in it. */
export function unsubscribeLink(
  { config }: Pick<Ctx, 'config'>,
  { purpose, address, userId }: { purpose: MailPurpose; address: string; userId: string | null },
): string {
  const addressHash = unsubscriptionHash(address);
  const token = signUnsubscription({ purpose, addressHash, userId }, config.internalSecret);
  return `${config.publicUrl}${UNSUBSCRIBE_PATH}?token=${token}`;
}
