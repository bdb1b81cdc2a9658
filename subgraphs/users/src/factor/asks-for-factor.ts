import { settingsOf } from '@emporium/platform/config/settings';
import { usersConfig } from '../config.js';
import type { Ctx } from '../context.js';

/**
 * Whether a role gives its permissions only to sessions that have proved a second factor. That of
 * ADMIN, which nobody edits, is the shop's configuration.
 */
export function asksForFactor(
  { config }: Pick<Ctx, 'config'>,
  role: { name: string; requiresFactor: boolean },
): boolean {
  if (role.name !== 'ADMIN') return role.requiresFactor;
  return settingsOf(config, usersConfig).ADMIN_REQUIRES_FACTOR ?? config.production;
}
