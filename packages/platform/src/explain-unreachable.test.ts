import { expect, test } from 'vitest';
import { EngineUnreachableError, explainUnreachable } from './explain-unreachable.js';

const URL_WITH_PASSWORD = 'postgres://shop:very-secret@db.internal:5433/catalog_db';
const failing = async (thrown: unknown): Promise<unknown> =>
  explainUnreachable('CATALOG_DATABASE_URL', URL_WITH_PASSWORD, async () => {
    throw thrown;
  }).catch((error: unknown) => error);

test('a database that is away is named with its address and variable, without its password', async () => {
  const error = await failing(
    Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5433'), { code: 'ECONNREFUSED' }),
  );
  expect(error).toBeInstanceOf(EngineUnreachableError);
  for (const part of [
    'catalog_db',
    'db.internal:5433',
    'CATALOG_DATABASE_URL',
    'ECONNREFUSED',
    'start again',
  ])
    expect((error as Error).message).toContain(part);
  expect((error as Error).message).not.toContain('very-secret');
});

test('a refused log-in is told apart from a database that is away, also inside the ORM’s error', async () => {
  const refused = Object.assign(new Error('password authentication failed for user "shop"'), {
    code: '28P01',
  });
  const error = await failing(new Error('driver failed', { cause: refused }));
  expect((error as Error).message).toMatch(
    /refuses the user shop.*Correct user and password in CATALOG_DATABASE_URL/,
  );
});

test('other errors and results pass', async () => {
  const bug = new TypeError('x is not a function');
  expect(await failing(bug)).toBe(bug);
  expect(await explainUnreachable('DATABASE_URL', URL_WITH_PASSWORD, async () => 7)).toBe(7);
});
