import { networkOf } from '@emporium/platform/http/network-of';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

export type SecurityEventType =
  | 'REGISTERED'
  | 'LOGIN_OK'
  | 'LOGIN_FAILED'
  | 'LOGIN_LOCKED'
  | 'LOGIN_UNLOCKED'
  | 'FACTOR_FAILED'
  | 'FACTOR_LOCKED'
  | 'FACTOR_ADDED'
  | 'FACTOR_REMOVED'
  | 'FACTOR_RESET_REQUESTED'
  | 'FACTORS_RESET'
  | 'RECOVERY_CODE_USED'
  | 'RECOVERY_CODES_RENEWED'
  | 'STEP_UP'
  | 'DEVICE_FORGOTTEN'
  | 'REFRESH_REUSED'
  | 'SESSIONS_REVOKED'
  | 'PASSWORD_CHANGED'
  | 'PASSWORD_RESET_REQUESTED'
  | 'PASSWORD_RESET'
  | 'EMAIL_CHANGED'
  | 'EMAIL_CHANGE_UNDONE'
  | 'EMAIL_VERIFIED'
  | 'USER_CREATED'
  | 'USER_BLOCKED'
  | 'USER_UNBLOCKED'
  | 'USER_ERASED'
  | 'DATA_EXPORT_REQUESTED'
  | 'DATA_EXPORT_DOWNLOADED'
  | 'ROLE_ASSIGNED'
  | 'ROLE_CREATED'
  | 'ROLE_UPDATED'
  | 'ROLE_DELETED'
  | 'API_KEY_CREATED'
  | 'API_KEY_ROTATED'
  | 'API_KEY_REVOKED'
  | 'SERVICE_ACCOUNT_CREATED'
  | 'SERVICE_ACCOUNT_UPDATED'
  | 'SERVICE_ACCOUNT_SECRET_ROTATED'
  | 'SERVICE_ACCOUNT_DELETED'
  | 'CLIENT_REFUSED';

/**
 * What happened to whom. `detail` holds ids and names of roles and operators only: never a secret,
 * and never what somebody typed into a log-in form.
 */
export interface SecurityEvent {
  type: SecurityEventType;
  userId?: string | undefined;
  detail?: Record<string, string | number | string[]>;
}

/** Appends to the audit log, in the transaction of the change when there is one. */
export async function recordSecurityEvent(ctx: Ctx, event: SecurityEvent): Promise<void> {
  await query(ctx)
    .insertInto('SecurityEvent')
    .values({
      type: event.type,
      userId: event.userId ?? null,
      actorId: ctx.principal.sub ?? null,
      onBehalfOf: ctx.principal.onBehalf?.sub ?? null,
      requestId: ctx.requestId,
      ip: clientIp(ctx) ?? null,
      detail: event.detail ?? {},
    })
    .execute();
}

/** The network it belongs to; whoever has one address of it has all. */
export function clientNetwork(ctx: Pick<Ctx, 'headers'>): string | undefined {
  const ip = clientIp(ctx);
  return ip === undefined ? undefined : networkOf(ip);
}

/** Address of the client as the gateway saw it. */
export function clientIp(ctx: Pick<Ctx, 'headers'>): string | undefined {
  return ctx.headers['x-client-ip']?.slice(0, 64);
}
