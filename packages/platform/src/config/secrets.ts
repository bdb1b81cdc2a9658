import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Keys } from './config.js';
import type { Environment } from './environment-schema.js';
import type { Circumstances } from './read-fields.js';
import { remembered } from './remembered.js';

const MIN_SECRET_BYTES = 32;
const MIN_RSA_BITS = 2_048;

type Where = Pick<Circumstances, 'production' | 'dataDir' | 'needs'>;

/**
 * The values of a secret in the environment (NEW,OLD): the first one signs, all are accepted, so
 * that they are changed without an outage. Outside production a missing one is generated once into
 * DATA_DIR. Adds a readable line to `problems` when it is needed and missing in production, and for
 * each value that is too short or too simple; never the value.
 */
export function readSecrets(
  name: string,
  given: string | undefined,
  { production, dataDir, needs }: Where,
  problems: string[],
): string[] {
  if (given) return checked(name, listOf(given), problems);
  if (!production)
    return [
      remembered(folderOf(dataDir), `${name.toLowerCase()}.txt`, () =>
        randomBytes(MIN_SECRET_BYTES).toString('hex'),
      ),
    ];
  if (!needs || needs.includes(name))
    problems.push(
      `${name}: is required in production (at least ${MIN_SECRET_BYTES} bytes, e.g. from: openssl rand -hex 32)`,
    );
  return [];
}

const folderOf = (dataDir: string) => join(resolve(dataDir), 'keys');
const listOf = (text: string) => text.split(',').map((value) => value.trim());

function checked(name: string, values: string[], problems: string[]): string[] {
  for (const [index, value] of values.entries()) {
    const which =
      values.length === 1 ? '' : `value ${index + 1} of ${values.length} (commas separate values) `;
    const bytes = Buffer.byteLength(value);
    if (bytes < MIN_SECRET_BYTES)
      problems.push(`${name}: ${which}has ${bytes} bytes, needs at least ${MIN_SECRET_BYTES}`);
    if (new Set(value).size < 8)
      problems.push(`${name}: ${which}is too simple; take a random value (openssl rand -hex 32)`);
  }
  return values;
}

/**
 * The keys of access tokens; outside production missing ones are generated once into DATA_DIR.
 * Problems as with readSecrets.
 */
export function readKeys(
  env: Environment,
  { production, dataDir, needs }: Where,
  problems: string[],
): Keys {
  const pems = (text: string | undefined) => (text ? listOf(text.replaceAll('\\n', '\n')) : []);
  const privateKeys = pems(env.JWT_PRIVATE_KEY);
  const publicKeys = pems(env.JWT_PUBLIC_KEY);
  if (production && privateKeys.length === 0 && needs?.includes('JWT_PRIVATE_KEY'))
    problems.push(
      'JWT_PRIVATE_KEY: is required in production, e.g. from: openssl ecparam -genkey -name prime256v1',
    );
  if (privateKeys.length + publicKeys.length === 0) {
    if (production) {
      if (!needs || needs.includes('JWT_PUBLIC_KEY'))
        problems.push(
          'JWT_PUBLIC_KEY: is required in production (and JWT_PRIVATE_KEY where users log in), e.g. from: openssl ecparam -genkey -name prime256v1',
        );
      return { jwtPrivateKey: '', jwtPublicKeys: [] };
    }
    privateKeys.push(
      remembered(folderOf(dataDir), 'jwt_private.pem', () =>
        generateKeyPairSync('ec', { namedCurve: 'P-256' })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      ),
    );
  }
  const halves = privateKeys.map((pem) =>
    publicHalf('JWT_PRIVATE_KEY', () => createPublicKey(createPrivateKey(pem)), problems),
  );
  const given = publicKeys.map((pem) =>
    publicHalf('JWT_PUBLIC_KEY', () => createPublicKey(pem), problems),
  );
  // Who is given the private keys alone accepts what they sign.
  const accepted = [...new Set(given.length > 0 ? given : halves)];
  if (halves[0] && !accepted.includes(halves[0]))
    problems.push(
      'JWT_PRIVATE_KEY: its public key is not in JWT_PUBLIC_KEY, so every token that it signs would be refused; add it there first',
    );
  return { jwtPrivateKey: privateKeys[0] ?? '', jwtPublicKeys: accepted };
}

/**
 * The public key as PEM in one spelling; empty, with a problem, when it cannot be used for access
 * tokens.
 */
function publicHalf(name: string, read: () => KeyObject, problems: string[]): string {
  try {
    const key = read();
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    const fits =
      key.asymmetricKeyType === 'rsa' ? modulusLength >= MIN_RSA_BITS : namedCurve === 'prime256v1';
    if (!fits)
      problems.push(
        `${name}: must be an EC P-256 key or an RSA key of at least ${MIN_RSA_BITS} bits`,
      );
    return key.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    problems.push(`${name}: is not a PEM key (several are separated by commas)`);
    return '';
  }
}
