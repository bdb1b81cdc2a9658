import { testGateway, type TestGateway } from './test-gateway.js';

/** A gateway as in production, and the two plainest ways to ask it. */
export interface ProductionShop extends TestGateway {
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** A query in the address, with the header that a foreign page cannot send. */
  get(query: string, headers?: Record<string, string>): Promise<Response>;
}

export async function startProductionShop(): Promise<ProductionShop> {
  const shop = await testGateway({
    publicUrl: 'https://shop.example',
    nodeEnv: 'production',
    introspection: false,
  });
  return {
    ...shop,
    post: (body, headers = {}) =>
      shop.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (query, headers = { 'apollo-require-preflight': '1' }) =>
      shop.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers }),
  };
}
