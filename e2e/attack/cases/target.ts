import { connect } from 'node:net';
import { Client, type Answer } from '../../client.js';
import type { Prepared } from '../people.js';

/** The shop under attack, as the known attacks use it. */
export interface Target {
  /** GraphQL address, and the address of the server. */
  url: string;
  root: string;
  prepared: Prepared;
  anonymous: Client;
  customer: Client;
  /** A request with whatever method, headers and body. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends bytes as they are; what came back until the server hung up or fell silent. */
  raw(text: string): Promise<string>;
}

/** An attack that docs/security.md names. */
export interface AttackCase {
  /** The first column of its line there. */
  attack: string;
  /** What came through; nothing when all was refused as it should be. */
  run(target: Target): Promise<string[]>;
}

const SILENCE_MS = 2_000;

/** Opens the way to a shop. */
export async function openTarget(url: string, prepared: Prepared): Promise<Target> {
  const { origin, hostname, port } = new URL(url);
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), hostname, () =>
        socket.write(text.replaceAll('\n', '\r\n')),
      );
      socket.setTimeout(SILENCE_MS, () => socket.destroy());
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
      );
      socket.on('close', () => resolve(answer));
    });
  return {
    url,
    root: origin,
    prepared,
    anonymous: new Client(url),
    customer: await new Client(url).logIn('customer@emporium.test', 'emporium-demo'),
    fetch: (path, init) => fetch(origin + path, init),
    raw,
  };
}

/** A problem unless the answer is refused with this status and one of these codes. */
export function unlessRefused(
  what: string,
  { status, errors }: Answer,
  statuses: readonly number[],
  codes?: readonly string[],
): string[] {
  const given = errors?.map(({ extensions }) => String(extensions['code'])) ?? [];
  const isFine =
    statuses.includes(status) &&
    (codes === undefined || (given.length > 0 && given.every((code) => codes.includes(code))));
  return isFine ? [] : [`${what}: ${status} ${given.join()}`];
}

/** Problems of several attempts. */
export async function all<T>(
  things: readonly T[],
  attempt: (thing: T) => Promise<string[]>,
): Promise<string[]> {
  const found: string[] = [];
  for (const thing of things) found.push(...(await attempt(thing)));
  return found;
}

/** The parts, one after the other. */
export const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_none, index) => part(index)).join(' ');
