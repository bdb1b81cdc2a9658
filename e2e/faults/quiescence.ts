import { setTimeout as sleep } from 'node:timers/promises';
import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';
import type { Databases } from './databases.js';
import type { Services } from './services.js';

const UNSENT = (name: string) =>
  `select count(*)::int as n from "${name}".outbox where sent_at is null and parked_at is null`;
/** Work that ends by itself: nothing may be left of it. */
const OPEN: [string, string, string][] = [
  [
    'orders',
    'orders being placed',
    `select count(*)::int as n from orders.orders where status = 'PLACING'`,
  ],
  [
    'payments',
    'open payments',
    `select count(*)::int as n from payments.payment where status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED')`,
  ],
  [
    'payments',
    'open refunds',
    `select count(*)::int as n from payments.refund where status = 'PENDING'`,
  ],
];

/**
 * A consumer with nothing to do; that it has dead letters, here of messages made for it, is told as
 * degraded and is no work.
 */
const AT_REST = /^lag 0(, \d+ dead letter|$)/;

/** What is still on its way; empty at rest. */
async function unfinished(services: Services, databases: Databases): Promise<string[]> {
  const rows = [
    ...SUBGRAPH_NAMES.map((name): [string, string, string] => [
      name,
      `unsent events of ${name}`,
      UNSENT(name),
    ]),
    ...OPEN,
  ];
  const counted = rows.map(async ([subgraph, what, statement]) => {
    const [row] = await databases.query<{ n: number }>(subgraph, statement);
    return row!.n === 0 ? [] : [`${row!.n} ${what}`];
  });
  const watched = services
    .processes()
    .filter(({ opsPort, name }) => opsPort !== 0 && name !== 'gateway')
    .map(async ({ name, replica, opsPort }) => {
      const response = await fetch(`http://127.0.0.1:${opsPort}/health`, {
        signal: AbortSignal.timeout(10_000),
      }).catch(() => undefined);
      if (!response) return [`${name} ${replica}: /health does not answer`];
      const { parts } = (await response.json()) as {
        parts: { parts: { name: string; status: string; detail?: string }[] }[];
      };
      return parts
        .flatMap((part) => part.parts)
        .filter((part) =>
          part.name.startsWith('consumer ')
            ? !AT_REST.test(part.detail ?? '')
            : part.status !== 'ok',
        )
        .map((part) => `${name} ${replica}: ${part.name} is ${part.status}, ${part.detail}`);
    });
  return (await Promise.all([...counted, ...watched])).flat();
}

/**
 * Waits until nothing moves any more. Resolves with the milliseconds it took, and with what was
 * left when `limitMs` were over.
 */
export async function quiescence(
  services: Services,
  databases: Databases,
  limitMs: number,
): Promise<{ tookMs: number; left: string[] }> {
  const began = Date.now();
  for (let left: string[] = []; ; await sleep(250)) {
    try {
      left = await unfinished(services, databases);
    } catch (error) {
      left = [`cannot be seen: ${(error as Error).message}`];
    }
    const tookMs = Date.now() - began;
    if (left.length === 0 || tookMs > limitMs) return { tookMs, left };
  }
}
