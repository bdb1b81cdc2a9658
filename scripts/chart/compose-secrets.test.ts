import { expect, test } from 'vitest';
import { readComposeFile } from '../layout/compose-file.js';
import { repoRoot } from '../schema/repo-root.js';
import { callsOfCode } from './calls-of-code.js';

const services = readComposeFile(repoRoot).services;
const calls = callsOfCode();
const allSecrets = new Set([...calls.values()].flatMap((one) => [...one.needs, ...one.optional]));
const given = (name: string) => Object.keys(services[name]?.environment ?? {});

test.each([...calls.keys()].filter((name) => name !== 'command'))(
  'the compose file tells %s the secrets that it reads, and no others',
  (name) => {
    const { needs, optional } = calls.get(name)!;
    const read = [...needs, ...optional];
    expect(given(name).filter((key) => allSecrets.has(key) && !read.includes(key))).toEqual([]);
    expect(needs.filter((key) => !given(name).includes(key))).toEqual([]);
  },
);

test('the commands are told all that some service is told', () => {
  const ofServices = [...calls.keys()].flatMap(given).filter((key) => allSecrets.has(key));
  expect(ofServices.filter((key) => !given('command').includes(key))).toEqual([]);
});
