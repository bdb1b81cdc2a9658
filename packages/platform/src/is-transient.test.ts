import { DeadlineError } from '@emporium/resilience/deadline';
import { EmbeddedDatabaseBusyError } from '@emporium/db/single-connection';
import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { describe, expect, test } from 'vitest';
import { isTransient } from './is-transient.js';
import { SubgraphUnavailableError } from './subgraph-client.js';

const answers = async () => undefined;
const isAway = () => Promise.reject(new Error('away'));

/** As the search engines' errors do, each with a name of its own. */
class EngineAway extends SubgraphUnavailableError {
  override name = 'EngineAwayError';
}

describe('what may pass by itself, while the store answers', () => {
  test.each([
    ['another part that does not answer', new SubgraphUnavailableError('users', 'down')],
    ['an engine that is away, whatever its name', new EngineAway('search', 'refused')],
    ['a GraphQL answer that says so', subgraphUnavailable()],
    ['the queue of the embedded database', new EmbeddedDatabaseBusyError('busy')],
    ['a deadline', new DeadlineError('reading', 5)],
    ['a deadlock', Object.assign(new Error('x'), { code: '40P01' })],
    ['a lost connection', Object.assign(new Error('x'), { code: '57P01' })],
    ['too many requests', Object.assign(new Error('x'), { meta: { statusCode: 429 } })],
  ])('%s, also when it is wrapped', async (_, error) => {
    expect(await isTransient(error, answers)).toBe(true);
    expect(await isTransient(new Error('outer', { cause: error }), answers)).toBe(true);
  });

  test.each([
    ['a value out of range', Object.assign(new Error('x'), { code: '22003' })],
    ['a violated constraint', Object.assign(new Error('x'), { code: '23505' })],
    ['a fault of the handler', new TypeError('x is undefined')],
    ['a request that an engine refuses', Object.assign(new Error('x'), { statusCode: 400 })],
  ])('%s will not', async (_, error) => {
    expect(await isTransient(error, answers)).toBe(false);
  });

  test('what no rule knows waits while the store is away', async () => {
    expect(await isTransient(new Error('unknown'), isAway)).toBe(true);
  });
});
