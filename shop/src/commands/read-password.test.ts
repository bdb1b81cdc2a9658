import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readPassword } from './read-password.js';

/** A terminal, or a pipe, on which somebody types. */
function typing(typed: string, isTTY: boolean) {
  const input = Object.assign(new PassThrough(), {
    isTTY,
    setRawMode: () => input,
  }) as unknown as NodeJS.ReadStream;
  const output = new PassThrough();
  input.push(typed);
  if (!isTTY) input.push(null);
  return { input, output, shown: () => String(output.read() ?? '') };
}

test('a password comes from a pipe or a file without its line break, and empty or several lines are refused', async () => {
  expect(await readPassword(undefined, typing('correct horse\n', false))).toBe('correct horse');
  await expect(readPassword(undefined, typing('\n', false))).rejects.toThrow(
    'no password was given',
  );
  await expect(readPassword(undefined, typing('a\nb\n', false))).rejects.toThrow(
    'more than one line',
  );
  const folder = mkdtempSync(join(tmpdir(), 'emporium-password-'));
  try {
    writeFileSync(join(folder, 'password'), 'from a file\r\n');
    expect(await readPassword(join(folder, 'password'))).toBe('from a file');
    await expect(readPassword(join(folder, 'none'))).rejects.toThrow('cannot be read');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('at a terminal it is asked for twice and never shown', async () => {
  const same = typing('correct horse\rcorrect horse\r', true);
  expect(await readPassword(undefined, same)).toBe('correct horse');
  expect(same.shown()).toBe('Password: \nAgain: \n');
  await expect(readPassword(undefined, typing('one\rother\r', true))).rejects.toThrow(
    'differ; nothing was changed',
  );
});
