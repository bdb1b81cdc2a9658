import { buildSchema } from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { apiSdl } from './api-schema.js';
import { composeGraph } from './compose-graph.js';
import { sketch } from './fixtures/sketch.js';
import { storefrontSdl, storefrontSupergraph } from './storefront.js';

let supergraph = '';
beforeAll(() => {
  supergraph = composeGraph(sketch()).supergraph ?? '';
});

it('the storefront has what shoppers need and nothing tagged admin or internal', () => {
  const schema = buildSchema(storefrontSdl(supergraph));
  expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(
    expect.arrayContaining(['orderPlace', 'cartLinesAdd', 'paymentCreate']),
  );
  for (const gone of ['productCreate', 'stockAdjust', 'userRoleAssign', '_stockReserve'])
    expect(schema.getMutationType()?.getFields()[gone]).toBeUndefined();
  for (const gone of [
    'Stock',
    'StockMovement',
    'ApiKey',
    'WebhookEndpoint',
    'Reservation',
    'ProductCreateInput',
  ])
    expect(schema.getType(gone)).toBeUndefined();
});

it('the API schema keeps admin fields and hides internal ones', () => {
  const schema = buildSchema(apiSdl(supergraph));
  expect(schema.getQueryType()?.getFields()).toHaveProperty('users');
  expect(schema.getQueryType()?.getFields()).not.toHaveProperty('_order');
  expect(schema.getType('Reservation')).toBeUndefined();
});

it('the contract keeps the access directives, so that a router enforces them alone', () => {
  expect(storefrontSupergraph(supergraph)).toMatch(/cartMerge.*@authenticated/);
});

it('a public field that needs an admin type is refused with the remedy', () => {
  const leaky = sketch().map((s) =>
    s.name === 'catalog'
      ? {
          ...s,
          sdl: s.sdl.replace('@requiresScopes(scopes: [["read:stock"]]) @tag(name: "admin")', ''),
        }
      : s,
  );
  const composed = composeGraph(leaky).supergraph ?? '';
  expect(() => storefrontSdl(composed)).toThrow(/tag the elements below/);
});

it('a graph without internal fields gets its contract too', () => {
  const header = sketch()[0]?.sdl.split('scalar')[0] ?? '';
  const sdl = `${header} type Query { shop: Int lag: Int @authenticated @tag(name: "admin") }`;
  const composed =
    composeGraph([{ name: 'users', routingUrl: 'http://localhost:4001/graphql', sdl }])
      .supergraph ?? '';
  expect(composed).not.toContain('inaccessible');
  expect(storefrontSdl(composed)).toMatch(/type Query \{\s+shop: Int\s+\}/);
});
