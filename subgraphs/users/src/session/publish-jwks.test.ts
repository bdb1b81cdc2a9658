import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { anonymous } from '@emporium/testing/principals';
import { startTestSubgraph } from '@emporium/testing/test-subgraph';
import jwt from 'jsonwebtoken';
import { expect, test } from 'vitest';
import { users } from '../subgraph.js';
import { register } from '../test/people.js';

test('the published key verifies access tokens and holds nothing private; without internal identity there is no answer', async () => {
  const t = await startTestSubgraph(users);
  const server = createServer((req, res) => t.running.handleHttp(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
    expect((await fetch(url)).status).toBe(401);
    const identity = signIdentity(
      { issuer: 'gateway', requestId: 'r', principal: anonymous },
      'users',
      t.config.internalSecret,
    );
    const { keys } = (await (
      await fetch(url, { headers: { [IDENTITY_HEADER]: identity } })
    ).json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
    const { accessToken } = await register(t);
    const key = createPublicKey({ key: keys[0]!, format: 'jwk' });
    expect(
      jwt.verify(accessToken, key, {
        algorithms: ['ES256'],
        issuer: 'emporium',
        audience: 'emporium',
      }),
    ).toMatchObject({
      role: 'CUSTOMER',
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await t.close();
  }
});

test('while keys are changed both are published and the new one signs; the old internal secret still opens the door, another does not', async () => {
  const pem = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
  const [fresh, old] = [
    'a new secret of 32 bytes or even more',
    'an old secret of 32 bytes or even more',
  ];
  const t = await startTestSubgraph(users, {
    env: { JWT_PRIVATE_KEY: `${pem()},${pem()}`, INTERNAL_SECRET: `${fresh},${old}` },
  });
  const server = createServer((req, res) => t.running.handleHttp(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
    const as = (secret: string) => ({
      [IDENTITY_HEADER]: signIdentity(
        { issuer: 'gateway', requestId: 'r', principal: { ...anonymous } },
        'users',
        secret,
      ),
    });
    expect(
      (await fetch(url, { headers: as('a secret of 32 bytes that nobody knows') })).status,
    ).toBe(401);
    for (const secret of [fresh!, old!]) {
      const { keys } = (await (await fetch(url, { headers: as(secret) })).json()) as {
        keys: { kid: string }[];
      };
      expect(keys).toHaveLength(2);
      const { accessToken } = await register(t);
      expect(jwt.decode(accessToken, { complete: true })?.header.kid).toBe(keys[0]!.kid);
    }
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await t.close();
  }
});
