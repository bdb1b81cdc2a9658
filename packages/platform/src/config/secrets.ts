import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Keys } from './config.js';
import type { Environment } from './environment-schema.js';

const MIN_SECRET_BYTES = 32;

/**
 * The values of a secret in the environment (NEW,OLD), the newest first; outside production a missing one is generated once into DATA_DIR.
 * Adds a readable line to `problems` when it is missing in production, and for each value that is too short or too simple.
 */
export function readSecrets(
  name: string,
  given: string | undefined,
  { production, dataDir }: { production: boolean; dataDir: string },
  problems: string[],
): string[] {
  if (!given) {
    if (production)
      problems.push(`${name}: is required in production (at least ${MIN_SECRET_BYTES} bytes, e.g. from: openssl rand -hex 32)`);
    return production ? [] : [remembered(folderOf(dataDir), `${name.toLowerCase()}.txt`, () => randomBytes(32).toString('hex'))];
  }
  const values = given.split(',').map((value) => value.trim());
  for (const value of values) {
    if (Buffer.byteLength(value) < MIN_SECRET_BYTES)
      problems.push(`${name}: has ${Buffer.byteLength(value)} bytes, needs at least ${MIN_SECRET_BYTES}`);
    else if (new Set(value).size < 8) problems.push(`${name}: is too simple; take a random value (openssl rand -hex 32)`);
  }
  return values;
}

const folderOf = (dataDir: string) => join(resolve(dataDir), 'keys');

/** The keys of access tokens; outside production missing ones are generated once into DATA_DIR. Problems as with readSecret. */
export function readKeys(env: Environment, { production, dataDir }: { production: boolean; dataDir: string }, problems: string[]): Keys {
  const pem = (text: string | undefined) => text?.replaceAll('\\n', '\n');
  let privateKey = pem(env.JWT_PRIVATE_KEY);
  let publicKey = pem(env.JWT_PUBLIC_KEY);
  if (!privateKey && !publicKey) {
    if (production) {
      problems.push(
        'JWT_PUBLIC_KEY: is required in production (and JWT_PRIVATE_KEY where users log in), e.g. from: openssl ecparam -genkey -name prime256v1',
      );
      return { jwtPrivateKey: '', jwtPublicKey: '' };
    }
    privateKey = remembered(folderOf(dataDir), 'jwt_private.pem', () =>
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
