import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { cliArguments, HelpAsked, UsageError } from './cli-arguments.js';

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
  ['seed', '--size', '0'],
  ['dlq', 'list', '--limit', 'x'],
  ['outbox', 'drop'],
  ['verify', 'everything'],
])('%s %s used wrongly says the same', (...line) => {
  expect(() => cliArguments(line.filter(Boolean))).toThrow(UsageError);
  expect(() => cliArguments(line.filter(Boolean))).toThrow(`usage: npm run ${line[0]}`);
});
