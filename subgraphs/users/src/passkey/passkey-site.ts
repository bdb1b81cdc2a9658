import { settingsOf } from '@emporium/platform/config/settings';
import { usersConfig } from '../config.js';
import type { Ctx } from '../context.js';

/** Where passkeys belong, as configured. */
export interface PasskeySite {
  /** Domain that they are bound to. */
  rpID: string;
  /** Pages that may ask for them. */
  origins: string[];
}

/** Where the passkeys of this shop belong. */
export function passkeySite({ config }: Pick<Ctx, 'config'>): PasskeySite {
  const { PASSKEY_RP_ID, PASSKEY_ORIGINS } = settingsOf(config, usersConfig);
  const shop = new URL(config.publicUrl);
  return {
    rpID: PASSKEY_RP_ID ?? shop.hostname,
    origins: PASSKEY_ORIGINS.length > 0 ? PASSKEY_ORIGINS : [shop.origin, ...config.corsOrigins],
  };
}
