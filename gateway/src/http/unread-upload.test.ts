import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

const LARGE = 4_000_000;
let shop: TestGateway;
/** One connection for all requests, as browsers and proxies keep it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
beforeAll(async () => {
  shop = await testGateway({ limits: { uploadBytes: 2 * LARGE } });
});
afterAll(async () => {
  agent.destroy();
  await shop.gateway.close();
});

async function send(body: Buffer | string, type: string): Promise<[number, string, number]> {
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'apollo-require-preflight': '1',
    authorization: `Bearer ${token(['create:media'])}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${shop.gateway.url}/graphql`, { method: 'POST', agent, headers });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const port = response.socket.localPort!;
      text(response).then((answer) => resolve([response.statusCode!, answer, port]), reject);
    });
    sent.end(body);
  });
}

async function upload(query: string): Promise<[number, string, number]> {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables: { file: null } }));
  form.append('map', '{"0":["variables.file"]}');
  form.append('0', new Blob(['x'.repeat(LARGE)]), 'large.txt');
  const encoded = new Response(form);
  return send(Buffer.from(await encoded.arrayBuffer()), encoded.headers.get('content-type')!);
}

it('a connection goes on after an upload that was refused before its file had arrived', async () => {
  const refused = await upload('mutation($file: Upload!) { nothing(file: $file) }');
  expect(refused).toEqual([400, expect.stringContaining('nothing'), expect.any(Number)]);
  expect(await send('{"query":"{ ping }"}', 'application/json')).toEqual([
    200,
    expect.stringContaining('pong'),
    refused[2],
  ]);
});
