import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Secrets } from './config.js';
import type { Environment } from './environment-schema.js';

const MIN_SECRET_BYTES = 32;

/**
 * Secrets from the environment; outside production missing ones are generated once into DATA_DIR. Adds a readable line to `problems` for
 * each that is missing in production, too short or not a key.
 */
export function readSecrets(env: Environment, problems: string[]): Secrets {
  const production = env.NODE_ENV === 'production';
  const folder = join(resolve(env.DATA_DIR), 'keys');
  const secret = (name: 'INTERNAL_SECRET' | 'PAYMENT_WEBHOOK_SECRET'): string => {
    const given = env[name];
    if (given === undefined) {
      if (production)
        problems.push(`${name}: is required in production (at least ${MIN_SECRET_BYTES} bytes, e.g. from: openssl rand -hex 32)`);
      return production ? '' : remembered(folder, `${name.toLowerCase()}.txt`, () => randomBytes(32).toString('hex'));
    }
    if (Buffer.byteLength(given) < MIN_SECRET_BYTES)
      problems.push(`${name}: has ${Buffer.byteLength(given)} bytes, needs at least ${MIN_SECRET_BYTES}`);
    if (new Set(given).size < 8) problems.push(`${name}: is too simple; take a random value (openssl rand -hex 32)`);
    return given;
  };
  return {
    internalSecret: secret('INTERNAL_SECRET'),
    paymentWebhookSecret: secret('PAYMENT_WEBHOOK_SECRET'),
    ...readKeys(env, folder, problems),
  };
}

function readKeys(env: Environment, folder: string, problems: string[]): Pick<Secrets, 'jwtPrivateKey' | 'jwtPublicKey'> {
  const pem = (text: string | undefined) => text?.replaceAll('\\n', '\n');
  let privateKey = pem(env.JWT_PRIVATE_KEY);
  let publicKey = pem(env.JWT_PUBLIC_KEY);
  if (!privateKey && !publicKey) {
    if (env.NODE_ENV === 'production') {
      problems.push(
        'JWT_PUBLIC_KEY: is required in production (and JWT_PRIVATE_KEY for users), e.g. from: openssl ecparam -genkey -name prime256v1',
      );
      return { jwtPrivateKey: '', jwtPublicKey: '' };
    }
    privateKey = remembered(folder, 'jwt_private.pem', () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
  }
  try {
    publicKey ??= createPublicKey(privateKey!).export({ type: 'spki', format: 'pem' }).toString();
    createPublicKey(publicKey);
  } catch {
    problems.push('JWT_PRIVATE_KEY / JWT_PUBLIC_KEY: is not a PEM key');
  }
  return { jwtPrivateKey: privateKey ?? '', jwtPublicKey: publicKey ?? '' };
}

function remembered(folder: string, name: string, make: () => string): string {
  const path = join(folder, name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  mkdirSync(folder, { recursive: true });
  const value = make();
  // Written aside and then given its name, which works once: of processes that start at once all get one value, and never half of it.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, value, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(draft, { force: true });
  }
}
