import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AddressRules } from './endpoint-address.js';
import { webhookPoster } from './post-webhook.adapter.js';
import { answering, startReceiver, type Receiver } from './receiver.fixture.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const development: AddressRules = {
  allowLocal: true,
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
};
/** One request by a poster of its own. */
async function post(url: string, rules = development, timeoutMs = 5_000) {
  const poster = webhookPoster(rules, timeoutMs);
  try {
    return await poster.post({ url, headers: { 'content-type': 'application/json' }, body: '{}' });
  } finally {
    await poster.close();
  }
}

test('a redirect is an answer, and nobody follows it', async () => {
  const inside = await startReceiver();
  receiver.answer = answering(307, { location: inside.url });
  expect(await post(receiver.url)).toEqual({ status: 307 });
  expect(inside.received).toEqual([]);
  await inside.close();
});

test('an endpoint that never answers costs its time and no more', async () => {
  receiver.answer = () => undefined;
  await expect(post(receiver.url, development, 300)).rejects.toThrow(
    'the answer did not end within 300 ms',
  );
});

test('of an answer of 100 MB 64 KiB are read, and its status counts', async () => {
  let taken = 0;
  let closed: Promise<void> | undefined;
  receiver.answer = (response) => {
    closed = new Promise((resolve) => response.on('close', resolve));
    response.writeHead(200);
    const more = () => {
      while (taken < 100_000_000 && !response.destroyed) {
        taken += 16_384;
        if (!response.write(Buffer.alloc(16_384))) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };
  expect(await post(receiver.url)).toEqual({ status: 200 });
  await closed;
  // What the buffers of two sockets hold was written, and was never read.
  expect(taken).toBeLessThan(20_000_000);
});

test('an answer whose body never ends counts by its status', async () => {
  receiver.answer = (response) => void response.writeHead(202).write('and');
  expect(await post(receiver.url)).toEqual({ status: 202 });
});

test('a header that is no HTTP, and a connection that is cut, are failures', async () => {
  receiver.answer = (response) => void response.socket?.end('SSH-2.0\r\n\r\n');
  await expect(post(receiver.url)).rejects.toThrow();
  receiver.answer = (response) => void response.destroy();
  await expect(post(receiver.url)).rejects.toThrow();
});

test('a name that turns to this machine after it was checked is not connected to', async () => {
  const answers = ['8.8.8.8', '127.0.0.1', '127.0.0.1'];
  let asked = 0;
  const rules: AddressRules = {
    allowLocal: false,
    resolve: async () => [{ address: answers[asked++]!, family: 4 }],
  };
  await expect(post('https://rebinding.example.org/', rules)).rejects.toThrow('public internet');
  expect(asked).toBe(2);
});

test('in production nothing inside is called, whatever was registered', async () => {
  const rules = { ...development, allowLocal: false };
  for (const url of [receiver.url, receiver.url.replace('http:', 'https:'), 'https://[::1]/'])
    await expect(post(url, rules)).rejects.toThrow();
  expect(receiver.received).toEqual([]);
});

test('a certificate that nobody vouches for is refused before anything is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emporium-webhook-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
      ...['-addext', 'subjectAltName=DNS:localhost'],
    ],
    { stdio: 'ignore' },
  );
  let requests = 0;
  const server = createTlsServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    (_request, response) => {
      requests++;
      response.end();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(post(`https://localhost:${port}/`)).rejects.toThrow('self-signed certificate');
  expect(requests).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});
