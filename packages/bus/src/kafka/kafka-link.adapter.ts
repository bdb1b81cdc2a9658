import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { Kafka, type ISocketFactory, logLevel, type SASLOptions } from 'kafkajs';
import type { KafkaSettings } from './kafka-connection.adapter.js';

const KEEP_ALIVE_MS = 10_000;
/**
 * One request of a producer or of the admin connection: there is time for a second one within the
 * limit of a call.
 */
const REQUEST_LIMIT_MS = 7_000;

/** A kafkajs client whose connections can be cut. */
export interface KafkaLink {
  kafka: Kafka;
  /**
   * Ends all connections and opens no other. kafkajs goes on repeating a request whose answer does
   * not come, also after it was disconnected: what was given up would reach the cluster behind what
   * was sent since.
   */
  cut(): void;
}

/** A link for calls that somebody waits for. */
export function callingLink(settings: KafkaSettings): KafkaLink {
  return openLink(settings, REQUEST_LIMIT_MS);
}

/** A link for a member of a group. */
export function memberLink(settings: KafkaSettings): KafkaLink {
  // Longer than a session: a member that waits for a leader that died gets its answer when that is
  // found out, and need not join again.
  return openLink(settings, Math.max(15_000, settings.sessionTimeoutMs * 1.5));
}

/**
 * A kafkajs client with bounded waits: what does not work within seconds is an error that the
 * caller handles.
 */
function openLink(settings: KafkaSettings, requestTimeout: number): KafkaLink {
  const lines = new Set<Line>();
  let isCut = false;
  const { tls, sasl } = settings.security ?? {};
  const socketFactory: ISocketFactory = ({ onConnect, ...target }) => {
    if (isCut) return refused();
    const open = settings.socketFactory ?? plain;
    const line = tls
      ? encrypted(open({ ...target, onConnect: () => undefined }), target, onConnect)
      : inTheOpen(open({ ...target, onConnect }));
    lines.add(line);
    line.top.once('close', () => lines.delete(line));
    return line.top;
  };
  const kafka = new Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: 3_000,
    requestTimeout,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      // What is heard of a link that was cut is known already.
      if (isCut) return;
      const detail = typeof entry.log['error'] === 'string' ? `: ${entry.log['error']}` : '';
      settings.log(
        entry.level === logLevel.ERROR ? 'error' : 'warn',
        `kafka ${entry.namespace}: ${entry.log.message}${detail}`,
      );
    },
    socketFactory,
    ...(tls ? { ssl: tls } : {}),
    ...(sasl ? { sasl: sasl as SASLOptions } : {}),
  });
  return {
    kafka,
    cut: () => {
      isCut = true;
      // Not sent is not to be sent: a reset also empties the buffers of this side.
      for (const { top, base } of lines) {
        if (top.destroyed) continue;
        // Only the connection itself can be reset; what is encrypted on it cannot.
        base.resetAndDestroy();
        top.destroy();
        // kafkajs does not listen to 'close': unaware, its queue would look a thousand times a
        // second whether it may send, for ever.
        top.emit('error', new Error('this link was cut'));
      }
    },
  };
}

/** A connection and what kafkajs talks to on it, which is the same without TLS. */
interface Line {
  top: Socket;
  base: Socket;
}

const inTheOpen = (socket: Socket): Line => ({ top: socket, base: socket });

function encrypted(
  base: Socket,
  { host, ssl }: { host: string; ssl: ConnectionOptions },
  onConnect: () => void,
): Line {
  // A name that is no address is also what the cluster's certificate is asked for (SNI).
  const top = connectTls(
    { ...ssl, socket: base, host, ...(isIP(host) ? {} : { servername: host }) },
    onConnect,
  );
  base.on('error', (error) => top.destroy(error));
  return { top, base };
}

const plain: ISocketFactory = ({ host, port, onConnect }) =>
  connect({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE_MS);

function refused(): Socket {
  const socket = new Socket();
  process.nextTick(() => socket.destroy(new Error('this link was cut')));
  return socket;
}
