import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { PortTakenError } from '../port-taken.js';

/**
 * Starts to listen and returns the port (0 takes a free one); without a host on all addresses.
 * Throws PortTakenError, which names `variable` as the one to change.
 */
export async function listenOn(
  app: Pick<FastifyInstance, 'listen' | 'server'>,
  at: { port: number; host?: string | undefined; variable: string },
): Promise<number> {
  const { port, host = '::', variable } = at;
  try {
    await app.listen({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortTakenError(port, variable);
    // Hosts without IPv6.
    if (code === 'EAFNOSUPPORT' && host === '::') return listenOn(app, { ...at, host: '0.0.0.0' });
    throw error;
  }
  return (app.server.address() as AddressInfo).port;
}
