import { expect, it } from 'vitest';
import { breakingChanges } from './breaking-changes.js';

const today = '2026-11-21';
const schema = (fields: string, rest = '') =>
  `type Query { shop: Shop } type Shop { name: String ${fields} } ${rest}`;

it('a removed field, a retyped field and a new required argument break clients', async () => {
  expect(await breakingChanges(schema('a: Int'), schema(''), today)).toHaveLength(1);
  expect(await breakingChanges(schema('a: Int'), schema('a: String'), today)).toHaveLength(1);
  expect(await breakingChanges(schema('a: Int'), schema('a(b: Int!): Int'), today)).toHaveLength(1);
});

it('an added field, an added enum value and a new description break nobody', async () => {
  const old = schema('state: State', 'enum State { ON }');
  expect(
    await breakingChanges(old, schema('state: State "new" b: Int', 'enum State { ON OFF }'), today),
  ).toEqual([]);
});

it('what was deprecated may go after its day, not before', async () => {
  const old = (day: string) =>
    schema(
      `a: Old @deprecated(reason: "Use b. Gone after ${day}")`,
      'type Old { id: ID! next: Old }',
    );
  expect(await breakingChanges(old('2026-11-20'), schema(''), today)).toEqual([]);
  expect(await breakingChanges(old('2026-11-21'), schema(''), today)).toHaveLength(2);
});
