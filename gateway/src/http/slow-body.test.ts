import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  const proxy = () => {};
  shop = await testGateway(
    { limits: { bodyDeadlineMs: 100, uploadDeadlineMs: 60_000 } },
    { proxies: { payments: proxy } as never },
  );
});
afterAll(() => shop.gateway.close());

/**
 * Begins a request and, if told so, goes on with a blank now and then for ever; `answer` resolves
 * with all that came when the gateway ended the connection.
 */
function begin(
  text: string,
  trickles = false,
): { socket: Socket; answer: Promise<string>; soFar(): string } {
  let read = '';
  const socket = connect(shop.gateway.port, '127.0.0.1', () => {
    socket.write(text.replaceAll('\n', '\r\n'));
    if (!trickles) return;
    const drip = setInterval(() => socket.write(' '), 10);
    socket.on('close', () => clearInterval(drip));
  });
  socket.on('data', (chunk) => (read += chunk.toString()));
  socket.on('error', () => {});
  return {
    socket,
    soFar: () => read,
    answer: new Promise((resolve) => socket.on('close', () => resolve(read))),
  };
}
const HEAD = 'Host: shop.example\nContent-Type: application/json\nContent-Length: 100000\n\n';

it.each([
  [
    'an operation',
    `POST /graphql HTTP/1.1\n${HEAD}{`,
    /^HTTP\/1\.1 408 [^]*"code":"BAD_USER_INPUT"/,
  ],
  ['a webhook', `POST /webhooks/payments/test HTTP/1.1\n${HEAD}{`, /^HTTP\/1\.1 408 /],
  ['a request that needs none', `GET /health HTTP/1.1\n${HEAD}{`, /^HTTP\/1\.1 200 /],
])('a body of %s that trickles is cut off', async (_title, text, expected) => {
  expect(await begin(text, true).answer).toMatch(expected);
});

it('files have more time than other bodies', async () => {
  const boundary = 'x';
  const part = (name: string, value: string, file = '') =>
    `--${boundary}\nContent-Disposition: form-data; name="${name}"${file}\n\n${value}\n`;
  const operations =
    '{"query":"mutation($file: Upload!) { mediaUpload(file: $file) }","variables":{"file":null}}';
  const body = `${part('operations', operations)}${part('map', '{"0":["variables.file"]}')}${part('0', 'hello', '; filename="a.txt"')}--${boundary}--\n`;
  const length = body.replaceAll('\n', '\r\n').length;
  const upload = begin(
    `POST /graphql HTTP/1.1\nHost: shop.example\nApollo-Require-Preflight: 1\nAuthorization: Bearer ${token(['create:media'])}\n` +
      `Content-Type: multipart/form-data; boundary=${boundary}\nConnection: close\nContent-Length: ${length}\n\n${body.slice(0, 20)}`,
  );
  // Begun later and over: the time of other bodies has passed for the upload, too.
  const other = begin(`POST /graphql HTTP/1.1\n${HEAD}{`);
  await other.answer;
  expect(upload.soFar()).toBe('');
  upload.socket.write(body.slice(20).replaceAll('\n', '\r\n'));
  expect(await upload.answer).toMatch(/^HTTP\/1\.1 200 [^]*"mediaUpload":"hello"/);
});
