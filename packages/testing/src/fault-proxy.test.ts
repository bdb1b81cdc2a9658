import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

let echo: Server;
let proxy: FaultProxy;
const clients: Socket[] = [];
beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) =>
    socket.on('error', () => undefined).pipe(socket),
  );
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultProxy(`tcp://127.0.0.1:${(echo.address() as AddressInfo).port}`);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

/** A client that remembers what it got and how the connection ended. */
async function open() {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  clients.push(socket);
  const seen = { bytes: Buffer.alloc(0), code: '', ended: false, closed: false };
  socket.on('data', (chunk: Buffer) => (seen.bytes = Buffer.concat([seen.bytes, chunk])));
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.code = error.code ?? ''));
  socket.on('end', () => (seen.ended = true)).on('close', () => (seen.closed = true));
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { socket, seen, text: () => seen.bytes.toString() };
}
type Client = Awaited<ReturnType<typeof open>>;
const echoed = async (client: Client, text: string) => {
  client.socket.write(text);
  await eventually(() => client.text().endsWith(text));
};

test('without faults every byte passes in order, and a finished sender still gets the rest of its answer', async () => {
  const client = await open();
  const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => n % 251));
  client.socket.end(sent);
  await eventually(() => client.seen.closed);
  expect(client.seen.bytes.equals(sent)).toBe(true);
  expect([client.seen.ended, client.seen.code, proxy.accepted]).toEqual([true, '', 1]);
  await eventually(() => proxy.open === 0);
});

test('latency delays what is sent, in order, and only in its direction', async () => {
  const client = await open();
  await proxy.set({ toClient: { latencyMs: 150 } });
  const start = performance.now();
  client.socket.write('a');
  await eventually(() => client.text() === 'a');
  // Timers may fire up to a millisecond early.
  expect(performance.now() - start).toBeGreaterThanOrEqual(149);
  for (const letter of 'bcdefgh') client.socket.write(letter);
  await eventually(() => client.text() === 'abcdefgh');
});

test('what hangs held arrives when healed, what hangs lost is gone and its connection deaf for good', async () => {
  const client = await open();
  await proxy.set({ toServer: { hang: 'hold' } });
  client.socket.write('kept ');
  const probe = await open();
  expect(client.text() + probe.text()).toBe('');
  await proxy.heal();
  await eventually(() => client.text() === 'kept ');
  await proxy.set({ toClient: { hang: 'lose' } });
  await proxy.heal();
  client.socket.write('lost');
  await echoed(await open(), 'a new connection works');
  expect(client.text()).toBe('kept ');
});

test('an answer is cut after exactly the bytes that were allowed', async () => {
  const client = await open();
  await proxy.set({ toClient: { limitBytes: 4 } });
  client.socket.write('0123456789');
  await eventually(() => client.seen.closed);
  expect([client.text(), client.seen.code]).toEqual(['0123', 'ECONNRESET']);
  const lost = await open();
  await proxy.set({ toClient: { limitBytes: 0 } });
  lost.socket.write('x');
  await eventually(() => lost.seen.closed);
  expect([lost.text(), lost.seen.code]).toEqual(['', 'ECONNRESET']);
});

test.each([
  ['cut', '', ''],
  ['reset', 'ECONNRESET', 'ECONNRESET'],
  ['refuse', 'ECONNRESET', 'ECONNREFUSED'],
] as const)(
  '%s ends open connections and takes no new ones until healed',
  async (kind, codeOfOpen, codeOfNew) => {
    const before = await open();
    await echoed(before, 'x');
    await proxy.set({ connections: kind });
    await eventually(() => before.seen.closed || before.seen.ended);
    expect(before.seen.code).toBe(codeOfOpen);
    const during = await open();
    await eventually(() => during.seen.closed || during.seen.ended);
    expect(during.seen.code).toBe(codeOfNew);
    await proxy.heal();
    await echoed(await open(), 'works');
  },
);

test('a hanging server accepts and never answers; connections from before go on', async () => {
  const before = await open();
  await echoed(before, 'a');
  await proxy.set({ connections: 'hang' });
  const during = await open();
  during.socket.write('hello?');
  await echoed(before, 'b');
  expect([during.text(), during.seen.closed]).toEqual(['', false]);
});

test('a target that is away ends the connection instead of leaving it open', async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const away = await startFaultProxy(`tcp://127.0.0.1:${port}`);
  const socket = connect(away.port, '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  expect(away.open).toBe(0);
  await away.close();
});

test('an address keeps everything but host and port', () => {
  expect(proxy.through('redis://user:p%40ss@example.org:6379/2?x=1')).toBe(
    `redis://user:p%40ss@127.0.0.1:${proxy.port}/2?x=1`,
  );
});

test('the answer to what was asked for by a pattern is lost, after the server has heard the question; other answers come', async () => {
  const client = await open();
  await proxy.set({ loseAnswersTo: /commit/i });
  await echoed(client, 'select 1;');
  const heard = new Promise<string>((resolve) =>
    echo.once('connection', (socket: Socket) => socket.once('data', (b) => resolve(b.toString()))),
  );
  const other = await open();
  other.socket.write('COMMIT');
  expect(await heard).toBe('COMMIT');
  await eventually(() => other.seen.closed);
  expect([other.text(), other.seen.code]).toEqual(['', 'ECONNRESET']);
  await echoed(client, 'select 2;');
});
