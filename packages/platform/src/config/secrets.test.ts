import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

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
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--conditions=source', '--input-type=module', '-e', program]);
    const answers = (await Promise.all([run(), run(), run()])).map(({ stdout }) => stdout);
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!)).toEqual([
      expect.stringMatching(/^.{64}$/),
      expect.stringContaining('PRIVATE KEY'),
      expect.stringMatching(/^.{64}$/),
    ]);
    expect(readdirSync(join(folder, 'keys')).sort()).toEqual(['hook_secret.txt', 'internal_secret.txt', 'jwt_private.pem']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
