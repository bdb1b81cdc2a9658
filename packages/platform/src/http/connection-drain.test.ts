import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connectionDrain } from './connection-drain.js';

const agent = () => new Agent({ keepAlive: true, maxSockets: 1 });

function get(port: number, by: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent: by }, (answer) => resolve(answer.resume()))
      .on('error', reject)
      .end();
  });
}

async function server(handler: Parameters<typeof createServer>[1]) {
  const made = createServer(handler);
  const drain = connectionDrain(made);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { drain, port: (made.address() as AddressInfo).port };
}

test('a quiet drain answers what comes on open connections and tells their clients to leave', async () => {
  const { drain, port } = await server((_request, response) => response.end('ok'));
  const client = agent();
  const first = await get(port, client);
  expect(first.headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=5' });
  const drained = drain.quietly();
  // The same connection: nobody listens any more, but it is not closed either.
  expect((await get(port, client)).headers.connection).toBe('close');
  await drained;
  await expect(get(port, agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a request at work is finished', async () => {
  let finish = () => {};
  const { drain, port } = await server(
    (_request, response) => (finish = () => response.end('late')),
  );
  const answer = get(port, agent());
  await expect.poll(() => finish.toString()).toContain('late');
  const drained = drain.quietly();
  finish();
  expect((await answer).headers.connection).toBe('close');
  await drained;
});
