import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

// What the scanner graphql-cop looks for, asked in its way; each test passes when it would find
// nothing.
let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ nodeEnv: 'production', introspection: false });
});
afterAll(() => shop.gateway.close());

const post = async (
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => {
  const response = await shop.fetch('/graphql', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const get = async (parameters: Record<string, string>, headers: Record<string, string> = {}) => {
  const response = await shop.fetch(`/graphql?${new URLSearchParams(parameters)}`, { headers });
  return { status: response.status, text: await response.text() };
};
const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_value, index) => part(index)).join(' ');
const hasData = (text: string) =>
  'data' in (JSON.parse(text) as object) && (JSON.parse(text) as { data: unknown }).data !== null;

describe('graphql-cop finds no', () => {
  it('alias overloading: 101 aliases of one field', async () => {
    const { status, text } = await post({
      query: `query cop { ${repeat(101, (i) => `alias${i}: __typename`)} }`,
    });
    expect([status, hasData(text)]).toEqual([400, false]);
  });

  it('array-based query batching', async () => {
    const { status, text } = await post(
      Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })),
    );
    expect(status).toBe(400);
    expect(text).not.toContain('"__typename"');
  });

  it('circular introspection', async () => {
    const deep = `{ __schema { types { fields { type ${'{ fields { type '.repeat(8)} { name } ${'} }'.repeat(8)} } } } }`;
    expect(hasData((await post({ query: `query cop ${deep}` })).text)).toBe(false);
  });

  it('directive overloading', async () => {
    const { text } = await post({
      query: 'query cop { __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }',
    });
    expect((JSON.parse(text) as { errors: unknown[] }).errors.length).toBeLessThan(10);
  });

  it('field duplication', async () => {
    const { status, text } = await post({ query: `query cop { ${'__typename '.repeat(500)} }` });
    expect([status, hasData(text)]).toEqual([400, false]);
  });

  it('field suggestions', async () => {
    expect((await post({ query: 'query cop { produc { id } }' })).text).not.toMatch(
      /did you mean/i,
    );
  });

  it('mutations over GET', async () => {
    for (const headers of [{}, { 'apollo-require-preflight': '1' }] as Record<string, string>[]) {
      const before = shop.calls();
      const { status } = await get({ query: 'mutation cop { touch }' }, headers);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(shop.calls()).toBe(before);
    }
  });

  it('queries over GET that any site could send', async () => {
    expect((await get({ query: 'query cop { __typename }' })).status).toBe(400);
  });

  it('POST in the encoding of forms', async () => {
    const body = new URLSearchParams({ query: 'query cop { __typename }' }).toString();
    expect((await post(body, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      400,
    );
  });

  it('GraphiQL or another explorer', async () => {
    for (const path of [
      '/',
      '/graphql',
      '/graphiql',
      '/playground',
      '/console',
      '/altair',
      '/explorer',
      '/voyager',
    ]) {
      const response = await shop.fetch(path, { headers: { accept: 'text/html' } });
      expect(response.headers.get('content-type') ?? '').not.toContain('text/html');
      expect(await response.text()).not.toMatch(/graphiql|playground|explorer|<html/i);
    }
  });

  it('introspection', async () => {
    const query = 'query cop { __schema { types { name fields { name } } } }';
    for (const { status, text } of [
      await post({ query }),
      await get({ query }, { 'apollo-require-preflight': '1' }),
      await post({ query: 'query cop { a: __type(name: "User") { name } }' }),
      await post({
        query: 'query cop { ...f } fragment f on Query { __schema { queryType { name } } }',
      }),
    ]) {
      expect([status, hasData(text)]).toEqual([400, false]);
    }
  });

  it('tracing, asked for or not', async () => {
    const { text } = await post(
      { query: 'query cop { __typename ping }' },
      {
        'content-type': 'application/json',
        'apollo-federation-include-trace': 'ftv1',
        'apollo-tracing': '1',
      },
    );
    expect(Object.keys((JSON.parse(text) as { extensions: object }).extensions)).toEqual(['cost']);
  });

  it('errors that nobody handled', async () => {
    for (const body of [
      '',
      'qwerty',
      '{',
      '[]',
      '{"query": {}}',
      '{"query": "qwerty cop { abc }"}',
      '{"query": "query cop { boom }"}',
    ]) {
      const { status, text } = await post(body);
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(
        /exception|stacktrace|at [\w.]+ \(|node_modules|select \*|10\.0\.0\.1/i,
      );
    }
  });
});
