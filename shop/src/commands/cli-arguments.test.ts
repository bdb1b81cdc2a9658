import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { cliArguments, HelpAsked } from './cli-arguments.js';
import { UsageError } from './usage-error.js';

const commands = Object.entries(packageJson.scripts).flatMap(([name, script]) =>
  script.startsWith('node shop/dist/command.js') ? [name] : [],
);

test.each(commands)('%s --help says how it is used', (name) => {
  for (const flag of ['--help', '-h']) {
    expect(() => cliArguments([name, flag])).toThrow(HelpAsked);
    expect(() => cliArguments([name, flag])).toThrow(`usage: npm run ${name}`);
  }
});

test.each([
  ['import'],
  ['export', 'a', 'b'],
  ['export:orders', '--from', '2026-01-01'],
  ['seed', '--size', '0'],
  ['dlq', 'list', '--limit', 'x'],
  ['outbox', 'drop'],
  ['verify', 'everything'],
  ['admin', 'create'],
  ['admin', 'list', '--password-file', 'x'],
  ['admin', 'create', '--email', 'a@b.c', '--promote', '--password-file', 'x'],
  ['doctor', 'now'],
  ['backup'],
  ['restore', 'here'],
])('%s %s used wrongly says the same', (...line) => {
  expect(() => cliArguments(line.filter(Boolean))).toThrow(UsageError);
  expect(() => cliArguments(line.filter(Boolean))).toThrow(`usage: npm run ${line[0]}`);
});

const refusal = (...args: string[]): UsageError => {
  try {
    cliArguments(['reconcile', ...args]);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

test('reconcile changes nothing unless it is told to', () => {
  expect(cliArguments(['reconcile'])).toEqual({ name: 'reconcile', args: { apply: false } });
  expect(cliArguments(['reconcile', '--apply'])).toEqual({
    name: 'reconcile',
    args: { apply: true },
  });
});

test('reconcile takes the moment of a restore in any time zone, and none without one, still to come or without its subgraph', () => {
  expect(
    cliArguments(['reconcile', '--restored', 'orders', '--since', '2026-11-27T04:00:00+01:00']),
  ).toEqual({
    name: 'reconcile',
    args: { apply: false, restored: 'orders', since: '2026-11-27T03:00:00.000Z' },
  });
  expect(refusal('--restored', 'orders', '--since', '2026-11-27T04:00:00').message).toContain(
    'time zone',
  );
  expect(refusal('--restored', 'orders', '--since', 'yesterdayZ').message).toContain('no moment');
  expect(refusal('--restored', 'orders', '--since', '2999-01-01T00:00:00Z').message).toContain(
    'still to come',
  );
  for (const incomplete of [
    ['--restored', 'orders'],
    ['--since', '2026-11-27T04:00:00Z'],
    ['orders'],
  ])
    expect(refusal(...incomplete).message).toMatch(/^usage: npm run reconcile/);
});

test('a password is never taken from the command line, where every user of the machine could read it', () => {
  expect(() =>
    cliArguments(['admin', 'create', '--email', 'a@shop.test', '--password', 'secret']),
  ).toThrow("Unknown option '--password'");
  expect(cliArguments(['admin', 'create', '--email', 'a@shop.test'])).toMatchObject({
    password: {},
    args: { promote: false },
  });
  expect(
    cliArguments(['admin', 'create', '--email', 'a@shop.test', '--promote']),
  ).not.toHaveProperty('password');
  expect(
    cliArguments(['admin', 'unlock', '--email', 'a@shop.test', '--ip', '192.0.2.1']),
  ).toMatchObject({ args: { ip: '192.0.2.1' } });
});

test('export:orders takes days, both included, and refuses what is none', () => {
  const args = (...days: string[]) => cliArguments(['export:orders', 'a.csv', ...days]).args;
  expect(args('--from', '2026-01-01', '--to', '2026-02-28')).toEqual({
    from: '2026-01-01T00:00:00.000Z',
    until: '2026-03-01T00:00:00.000Z',
  });
  expect(Object.keys(args())).toEqual(['from', 'until']);
  for (const wrong of ['2026-02-30', '2026-1-1', 'yesterday', '2026-01-01T00:00:00Z'])
    expect(() => args('--from', wrong)).toThrow(`--from ${wrong}`);
  expect(() => args('--from', '2026-02-02', '--to', '2026-02-01')).toThrow('before');
});
