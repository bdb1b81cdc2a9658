import { withDeadline } from '@emporium/resilience/deadline';
import type pg from 'pg';

/** How long a server may take to see a session off, in milliseconds. */
const GOODBYE_MS = 2_000;

/** Ends a session; one whose server keeps silent is cut off. Never rejects. */
export async function closeSession(client: pg.Client): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } })
    .connection;
  await withDeadline(GOODBYE_MS, 'ending a session', () => client.end()).catch(() =>
    stream.destroy(),
  );
}

/** Ends a pool; it is left behind when its servers keep silent. Never rejects. */
export async function closePool(end: () => Promise<unknown>): Promise<void> {
  await withDeadline(GOODBYE_MS, 'closing a pool', end).catch(() => undefined);
}
