import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it, vi } from 'vitest';
import { accessTokenVerifier, keyIdOf, signAccessToken } from './access-token.js';
import { signGuestToken, verifyGuestToken } from './guest-token.js';
import { signIdentity, verifyIdentity } from './internal-identity.js';

const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
const ec = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding,
  privateKeyEncoding,
});
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding,
  privateKeyEncoding,
});
const who = { sub: 'usr_1', sid: 'ses_1', role: 'CUSTOMER', permissions: ['read:user'] };
const secret = 's'.repeat(32);
const verify = accessTokenVerifier([ec.publicKey]);

const base = { issuer: 'emporium', audience: 'emporium', subject: 'usr_1', expiresIn: 60 } as const;
const es = (payload: object, options: jwt.SignOptions = {}, typ = 'at+jwt') =>
  jwt.sign(payload, ec.privateKey, {
    ...base,
    algorithm: 'ES256',
    header: { alg: 'ES256', typ },
    ...options,
  });
const claims = { sid: 'ses_1', role: 'CUSTOMER', permissions: [] };
const b64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('access token', () => {
  it('carries user, session, role and permissions, with EC and RSA keys', () => {
    expect(verify(signAccessToken(who, ec.privateKey))).toMatchObject(who);
    expect(
      accessTokenVerifier([rsa.publicKey])(signAccessToken(who, rsa.privateKey)),
    ).toMatchObject(who);
  });

  it('that was good before is refused from the second on in which it expires, and its claims cannot be changed', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    try {
      const token = signAccessToken(who, ec.privateKey, 60);
      const first = verify(token)!;
      expect(first).toMatchObject(who);
      expect(() => ((first as { role: string }).role = 'ADMIN')).toThrow(TypeError);
      expect(() => first.permissions.push('*')).toThrow(TypeError);
      vi.setSystemTime(1_800_000_059_999);
      expect(verify(token)).toMatchObject(who);
      vi.setSystemTime(1_800_000_060_000);
      expect(verify(token)).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it('without a signature is refused, however the algorithm is spelt', () => {
    const payload = { ...claims, sub: 'usr_1', iss: 'emporium', aud: 'emporium', iat: 1, exp: 9e9 };
    for (const alg of ['none', 'None', 'nOnE'])
      expect(verify(`${b64({ alg, typ: 'at+jwt' })}.${b64(payload)}.`)).toBeUndefined();
    expect(verify(es(claims).split('.').slice(0, 2).join('.') + '.')).toBeUndefined();
  });

  it('signed with the published key as an HMAC secret is refused', () => {
    const body = `${b64({ alg: 'HS256', typ: 'at+jwt' })}.${b64({ ...claims, sub: 'usr_1', iss: 'emporium', aud: 'emporium', exp: 9e9, iat: 1 })}`;
    for (const key of [ec.publicKey, `\n${ec.publicKey}`, ec.publicKey.trim()]) {
      expect(
        verify(`${body}.${createHmac('sha256', key).update(body).digest('base64url')}`),
      ).toBeUndefined();
    }
  });

  it.each<[string, string]>([
    ['expired', es(claims, { expiresIn: -61 })],
    ['not yet valid', es(claims, { notBefore: 3600 })],
    ['wrong issuer', es(claims, { issuer: 'other' })],
    ['wrong audience', es(claims, { audience: 'other' })],
    ['another type', es(claims, {}, 'JWT')],
    [
      'no expiry',
      jwt.sign({ ...claims, sub: 'u', iss: 'emporium', aud: 'emporium' }, ec.privateKey, {
        algorithm: 'ES256',
        header: { alg: 'ES256', typ: 'at+jwt' },
      }),
    ],
    ['no session', es({ role: 'CUSTOMER', permissions: [] })],
    [
      'a number as subject',
      `${b64({ alg: 'ES256', typ: 'at+jwt' })}.${b64({ ...claims, sub: 1 })}.x`,
    ],
    [
      'with a critical extension',
      es(claims, { header: { alg: 'ES256', typ: 'at+jwt', crit: ['exp'] } as never }),
    ],
    ['of another key', signAccessToken(who, rsa.privateKey)],
  ])('%s is refused', (_title, token) => {
    expect(verify(token)).toBeUndefined();
  });

  it('of the old key is accepted while both keys are named, and refused once only the new one is; each token names its key', () => {
    const old = signAccessToken(who, ec.privateKey);
    const fresh = signAccessToken(who, rsa.privateKey);
    const during = accessTokenVerifier([rsa.publicKey, ec.publicKey]);
    expect([during(old), during(fresh)]).toEqual([
      expect.objectContaining(who),
      expect.objectContaining(who),
    ]);
    const after = accessTokenVerifier([rsa.publicKey]);
    expect(after(old)).toBeUndefined();
    expect(after(fresh)).toMatchObject(who);
    const kids = [old, fresh].map((token) => jwt.decode(token, { complete: true })!.header.kid);
    expect(new Set(kids).size).toBe(2);
  });

  it('that names a key it was not signed with is refused', () => {
    const [, kid] = [ec.publicKey, rsa.publicKey].map((pem) => keyIdOf(createPublicKey(pem)));
    const during = accessTokenVerifier([ec.publicKey, rsa.publicKey]);
    expect(during(es(claims, { keyid: kid! }))).toBeUndefined();
    expect(during(es(claims, { keyid: 'unknown' }))).toBeUndefined();
  });

  it('with an edited payload is refused', () => {
    const [head, , signature] = es(claims).split('.');
    expect(
      verify(
        `${head}.${b64({ ...claims, role: 'ADMIN', sub: 'usr_1', iss: 'emporium', aud: 'emporium', iat: 1, exp: 9e9 })}.${signature}`,
      ),
    ).toBeUndefined();
  });
});

describe('guest token', () => {
  it('opens exactly its order and is no access token', () => {
    const token = signGuestToken('ord_1', secret);
    expect(verifyGuestToken(token, [secret])).toEqual({ orderId: 'ord_1' });
    expect(verify(token)).toBeUndefined();
    expect(verifyGuestToken(token, ['x'.repeat(32)])).toBeUndefined();
    expect(verifyGuestToken(es(claims), [secret])).toBeUndefined();
  });
});

describe('what the internal secret signs', () => {
  const [fresh, old] = ['n'.repeat(32), 'o'.repeat(32)] as const;
  const about = { issuer: 'gateway', requestId: 'r' };
  const signedWith = (by: string) =>
    signIdentity({ ...about, principal: { kind: 'anonymous', permissions: [] } }, 'orders', by);

  it('is accepted while its secret is one of those named, and refused afterwards', () => {
    for (const by of [fresh, old]) {
      expect(verifyIdentity(signedWith(by), 'orders', [fresh, old])).toMatchObject({
        issuer: 'gateway',
        requestId: 'r',
      });
      expect(verifyGuestToken(signGuestToken('ord_1', by), [fresh, old])).toEqual({
        orderId: 'ord_1',
      });
    }
    expect(verifyIdentity(signedWith(old), 'orders', [fresh])).toBeUndefined();
    expect(verifyGuestToken(signGuestToken('ord_1', old), [fresh])).toBeUndefined();
    expect(verifyIdentity(signedWith(`${fresh},${old}`), 'orders', [fresh, old])).toBeUndefined();
  });
});
