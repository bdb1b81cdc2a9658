import { defineEntity, p } from '@mikro-orm/core';

/** What an authenticator app and the shop both know. */
export const Totp = defineEntity({
  name: 'Totp',
  tableName: 'totp',
  properties: {
    factorId: p.text().primary(),
    /** Encrypted; see factor-secret.ts. */
    secret: p.text(),
    /** The step of time whose code was used last: codes of it and of earlier ones are refused. */
    lastStep: p.integer().default(0),
  },
});

/** What the shop knows of a passkey. */
export const Passkey = defineEntity({
  name: 'Passkey',
  tableName: 'passkey',
  properties: {
    factorId: p.text().primary(),
    credentialId: p.text(),
    /** COSE key in base64url. */
    publicKey: p.text(),
    /** Uses as the authenticator counts them; 0 for those that do not count. */
    counter: p.bigint('number').default(0),
    transports: p.json<string[]>().defaultRaw(`'[]'`),
  },
});

/** A code for the day on which no factor is at hand; each works once. */
export const RecoveryCode = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_code',
  properties: {
    codeHash: p.text().primary(),
    userId: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    usedAt: p.datetime(6).nullable(),
  },
});
