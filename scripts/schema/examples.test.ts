import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { repoRoot } from './repo-root.js';

const folder = join(repoRoot, 'examples/queries');
const examples = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .sort()
  : [];
const api = join(repoRoot, 'schema/api.graphql');

function mistakes(sdl: string, operation: string): string[] {
  return validate(buildSchema(sdl), parse(operation)).map((error) => error.message);
}

it('an example that asks for a field the API does not have is a mistake', () => {
  expect(mistakes('type Query { shop: Int }', '{ shop shopp }')).toEqual([
    expect.stringContaining('Cannot query field "shopp"'),
  ]);
});

describe('examples/queries', () => {
  if (examples.length === 0)
    it('are valid', (context) => context.skip('examples/queries is empty'));
  it.each(examples)('%s is valid against schema/api.graphql', (file) => {
    expect(mistakes(readFileSync(api, 'utf8'), readFileSync(join(folder, file), 'utf8'))).toEqual(
      [],
    );
  });
});
