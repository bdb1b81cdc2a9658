import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import type { AccountMail } from './mail-template.js';

/** The page of the storefront that opens a token; undefined when ACCOUNT_URL names none. */
export function accountLink(
  { config }: Pick<Ctx, 'config'>,
  action: AccountMail,
  token: string,
): string | undefined {
  const { ACCOUNT_URL: template } = settingsOf(config, notificationsConfig);
  const values: Record<string, string> = { action, token };
  return template?.replace(/\{(action|token)\}/g, (_all, name: string) =>
    encodeURIComponent(values[name]!),
  );
}
