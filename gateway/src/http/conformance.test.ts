import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ nodeEnv: 'development' });
});
afterAll(() => shop.gateway.close());

const audits = serverAudits({ url: () => `http://127.0.0.1:${shop.gateway.port}/graphql` });

describe('GraphQL over HTTP in development', () => {
  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))(
    '%s',
    async (_title, audit) => {
      const result = await audit.fn();
      expect(['ok', 'notice']).toContain(result.status);
    },
  );
});

describe('in production a document that is wrong is 400', () => {
  let production: TestGateway;
  beforeAll(async () => {
    production = await testGateway({ nodeEnv: 'production' });
  });
  afterAll(() => production.gateway.close());

  it.each(['{', '{ unknownField }', 'query ($id: ID!) { product(id: $id) { id } }'])(
    '%s, whatever is accepted',
    async (query) => {
      for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
        expect((await production.query(query, { headers: { accept } })).status).toBe(400);
      }
    },
  );
});
