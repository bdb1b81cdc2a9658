import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '../context.js';
import { apiKeyConfig } from './api-key.config.js';

const DAY_MS = 24 * 3_600_000;

/** When a key ends: the given instant, else after the usual time. Throws a Rejection. */
export function keyEnd(ctx: Ctx, wanted: Date | null | undefined, path: string[]): Date {
  const settings = settingsOf(ctx.config, apiKeyConfig);
  const most = settings.API_KEY_DAYS_MAX;
  const now = ctx.now().getTime();
  if (wanted == null) return new Date(now + Math.min(settings.API_KEY_DAYS, most) * DAY_MS);
  if (wanted.getTime() <= now)
    throw new Rejection(invalidInput('This instant has passed: give one that is to come.', path));
  if (wanted.getTime() > now + most * DAY_MS)
    throw new Rejection(invalidInput(`An API key lives ${most} days at most.`, path));
  return wanted;
}
