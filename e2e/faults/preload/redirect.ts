// Loaded into every service before its own code (`node --import`), which knows nothing of it: a
// connection to a port that the map names goes to the proxy in front of that port. Addresses alone
// would not do: Kafka tells its clients where to connect, and the ports of replicas are chosen when
// they start. Node runs this file as it is, so it imports nothing of ours.
import { readFileSync, statSync } from 'node:fs';
import { Socket } from 'node:net';

const LOOK_EVERY_MS = 200;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', undefined]);

const file = new URL(import.meta.url).searchParams.get('map') ?? '';
const service = /([\w-]+)\/dist\/main\.js$/.exec(process.argv[1] ?? '')?.[1] ?? '';
/** Proxies of this service by the port they stand in front of. */
let proxies: Record<string, number> = {};
let readAt = 0;
/** Connections that no proxy sees. */
const direct = new Map<Socket, string>();

function readMap(): void {
  const changedAt = statSync(file).mtimeMs;
  if (changedAt === readAt) return;
  readAt = changedAt;
  const map = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, number>>;
  proxies = { ...map['*'], ...map[service] };
  // What was connected before its proxy was there connects again, through it.
  for (const [socket, port] of direct) if (proxies[port] !== undefined) socket.destroy();
}

/** The port to connect to instead, and a note of the connections that go the straight way. */
function redirected(
  socket: Socket,
  port: number | string,
  host: string | undefined,
): number | string {
  if (!LOOPBACK.has(host)) return port;
  const proxy = proxies[String(port)];
  if (proxy !== undefined) return proxy;
  direct.set(socket, String(port));
  socket.once('close', () => direct.delete(socket));
  return port;
}

interface Target {
  port?: number | string;
  host?: string;
}

if (service) {
  readMap();
  setInterval(readMap, LOOK_EVERY_MS).unref();
  // oxlint-disable-next-line typescript/unbound-method
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  // The three ways to call it: a port, options, and the list that `net.connect` makes of either.
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    const replace = (target: Target) =>
      target.port === undefined
        ? target
        : { ...target, port: redirected(this, target.port, target.host) };
    const [first, second] = args;
    if (Array.isArray(first)) first[0] = replace(first[0] as Target);
    else if (typeof first === 'object' && first !== null) args[0] = replace(first);
    else if (typeof first === 'number' || /^\d+$/.test(String(first)))
      args[0] = redirected(this, first as number, typeof second === 'string' ? second : undefined);
    return connect.apply(this, args);
  };
}
