import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from './load-config.js';

test('processes that start at once on one folder agree on the generated secrets', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emporium-secrets-'));
  const module = (name: string) => JSON.stringify(join(import.meta.dirname, `${name}.ts`));
  const program = `const { loadConfig } = await import(${module('load-config')});
    const { settingsOf } = await import(${module('settings')});
    const { secretField } = await import(${module('fields')});
    const fields = { HOOK_SECRET: secretField('Signs hooks.') };
    const config = loadConfig({ NODE_ENV: 'development', DATA_DIR: ${JSON.stringify(folder)} }, [{ name: 'hooks', config: fields }]);
    process.stdout.write(JSON.stringify([config.internalSecret, config.jwtPrivateKey, settingsOf(config, fields).HOOK_SECRET[0]]));`;
  try {
    const run = () =>
      promisify(execFile)(process.execPath, [
        '--import',
        'tsx',
        '--conditions=source',
        '--input-type=module',
        '-e',
        program,
      ]);
    const answers = (await Promise.all([run(), run(), run()])).map(({ stdout }) => stdout);
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!)).toEqual([
      expect.stringMatching(/^.{64}$/),
      expect.stringContaining('PRIVATE KEY'),
      expect.stringMatching(/^.{64}$/),
    ]);
    expect(readdirSync(join(folder, 'keys')).sort()).toEqual([
      'hook_secret.txt',
      'internal_secret.txt',
      'jwt_private.pem',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const ec = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
    public: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};
const [fresh, old] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];

test('of several secrets the first one signs and all are accepted', () => {
  const [newKey, oldKey] = [ec(), ec()];
  const config = loadConfig({
    INTERNAL_SECRET: `${fresh}, ${old}`,
    JWT_PRIVATE_KEY: newKey.private.replaceAll('\n', '\\n'),
    JWT_PUBLIC_KEY: `${newKey.public},${oldKey.public}`,
  });
  expect([config.internalSecret, config.internalSecrets]).toEqual([fresh, [fresh, old]]);
  expect([config.jwtPrivateKey, config.jwtPublicKeys]).toEqual([
    newKey.private,
    [newKey.public, oldKey.public],
  ]);
  // Private keys alone say both.
  const both = loadConfig({
    INTERNAL_SECRET: fresh,
    JWT_PRIVATE_KEY: `${oldKey.private},${newKey.private}`,
  });
  expect(both.jwtPublicKeys).toEqual([oldKey.public, newKey.public]);
});

test('a weak or unusable value among several is named by its place, never by itself, and stops the start', () => {
  const start = (env: Record<string, string>) => () =>
    loadConfig({ INTERNAL_SECRET: fresh, ...env });
  expect(start({ INTERNAL_SECRET: `${fresh},hunter2` })).toThrow(
    /INTERNAL_SECRET: value 2 of 2 .*has 7 bytes/,
  );
  expect(start({ INTERNAL_SECRET: `${fresh},hunter2` })).not.toThrow(/hunter2/);
  expect(start({ INTERNAL_SECRET: `${fresh},` })).toThrow(/value 2 of 2 .*has 0 bytes/);
  expect(start({ JWT_PUBLIC_KEY: `${ec().public},nonsense` })).toThrow(
    /JWT_PUBLIC_KEY: is not a PEM key/,
  );
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
  expect(start({ JWT_PUBLIC_KEY: rsa })).toThrow(/at least 2048 bits/);
});

test('a signing key whose tokens nobody would accept stops the start', () => {
  const [newKey, oldKey] = [ec(), ec()];
  const start = (publicKeys: string) => () =>
    loadConfig({
      INTERNAL_SECRET: fresh,
      JWT_PRIVATE_KEY: newKey.private,
      JWT_PUBLIC_KEY: publicKeys,
    });
  expect(start(oldKey.public)).toThrow(/JWT_PRIVATE_KEY: its public key is not in JWT_PUBLIC_KEY/);
  expect(start(`${oldKey.public},${newKey.public}`)).not.toThrow();
});
