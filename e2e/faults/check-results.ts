// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import * as q from '../purchase.js';
import { subgraphs } from '@emporium/shop/subgraphs';
import type { BusObserver } from './observe-bus.js';
import type { Poison } from './bus-noise.js';
import type { Databases } from './databases.js';
import { FaultClient } from './fault-client.js';
import type { History } from './history.js';
import { place } from './shopper.js';

/** What became of an invariant. */
export interface CheckResult {
  id: string;
  title: string;
  /** Violations, each a readable line. */
  found: string[];
}

/**
 * I7 and I8: every wish is asked for once more with its key; then answers and database must tell
 * the same.
 */
export async function judgeOrders(
  gateways: readonly string[],
  history: History,
  databases: Databases,
): Promise<CheckResult[]> {
  const client = new FaultClient(gateways, history);
  for (const wish of history.wishes) {
    // What a member ordered is answered to them alone, while they are still one; so only what is
    // open is asked for again.
    if (wish.token && !wish.open) continue;
    if (wish.token) client.token = wish.token;
    else delete client.token;
    await place(client, wish);
  }
  delete client.token;
  const stored = await databases.query<{ id: string; email: string; status: string }>(
    'orders',
    `select id, contact_email as email, status from orders.orders where status <> 'REJECTED'`,
  );
  const statusOf = new Map(stored.map(({ id, status }) => [id, status]));
  const byEmail = Map.groupBy(stored, ({ email }) => email);
  const i7: string[] = [];
  const i8: string[] = [];
  for (const { key, email, acknowledged, refusals, open } of history.wishes) {
    for (const id of acknowledged)
      if (!statusOf.has(id) || statusOf.get(id) === 'PLACING')
        i7.push(`order ${id} was acknowledged and is ${statusOf.get(id) ?? 'not there'}`);
    if (open) i7.push(`${key} has no final answer`);
    const orders = byEmail.get(email) ?? [];
    if (orders.length > 1) i7.push(`${key} made ${orders.length} orders`);
    if (acknowledged.size === 0 && orders.length > 0)
      i7.push(`${key} was never acknowledged, but order ${orders[0]!.id} exists`);
    if (acknowledged.size > 1) i8.push(`${key} was answered with ${acknowledged.size} orders`);
    if (acknowledged.size === 1 && refusals.size > 0)
      i8.push(`${key} was answered with an order and with ${[...refusals].join(', ')}`);
    if (refusals.size > 1)
      i8.push(`${key} was refused in different ways: ${[...refusals].join(', ')}`);
  }
  for (const wish of history.wishes
    .filter(({ acknowledged }) => acknowledged.size === 1)
    .slice(0, 5)) {
    const input = {
      ...(wish.variables['input'] as object),
      note: 'another',
      guestEmail: 'somebody-else@example.com',
    };
    const { note: _note, ...other } = input;
    const reply = await client.insist('reuse', q.ORDER_PLACE, { ...wish.variables, input: other });
    const codes = (reply?.data?.orderPlace?.userErrors ?? []).map(
      (error: { code: string }) => error.code,
    );
    if (!codes.includes('IDEMPOTENCY_KEY_REUSED'))
      i8.push(`${wish.key} with another body was answered ${JSON.stringify(reply)}`);
  }
  return [
    {
      id: 'I7',
      title: `every acknowledged order exists, every unclear one became clear (${history.wishes.length} keys, ${stored.length} orders)`,
      found: i7,
    },
    { id: 'I8', title: 'one key, one effect, one answer', found: i8 },
  ];
}

/**
 * I17: what nobody can understand or use is kept as a dead letter by every group that met it, and
 * nothing else is.
 */
export async function judgePoison(
  { bus }: BusObserver,
  poisons: readonly Poison[],
): Promise<CheckResult> {
  const found: string[] = [];
  const groups = subgraphs.flatMap(({ consumers }) => (consumers ?? []).map(({ group }) => group));
  for (const group of groups) {
    const letters = await bus.deadLetters(group, { first: 10_000 });
    const values = letters.map(({ value }) => value?.toString() ?? '').join('\n');
    const missing = poisons.filter(
      (poison) => poison.groups.includes(group) && !values.includes(poison.marker),
    );
    if (missing.length > 0)
      found.push(`${group} has lost ${missing.length} of its broken messages`);
    for (const { value, error } of letters) {
      const text = value?.toString() ?? '';
      if (!poisons.some(({ marker }) => text.includes(marker)))
        found.push(`${group} gave up an event in order: ${error} ${text.slice(0, 200)}`);
    }
  }
  return {
    id: 'I17',
    title: `every broken message is a dead letter, and no other (${poisons.length} sent)`,
    found,
  };
}

/** Runs `npm run verify` beside the services and takes its lines for results. */
export function readVerify({ code, output }: { code: number; output: string }): CheckResult[] {
  const results: CheckResult[] = [];
  for (const line of output.split('\n')) {
    const head = /^(ok|FAIL)\s+(\S+)\s+(.*)$/.exec(line.trim());
    if (head)
      results.push({
        id: head[2]!,
        title: head[3]!,
        found: head[1] === 'FAIL' ? ['see below'] : [],
      });
    else if (/^ {10}\S/.test(line)) results.at(-1)?.found.push(line.trim());
  }
  if (results.length === 0 || (code !== 0 && results.every(({ found }) => found.length === 0))) {
    results.push({
      id: 'verify',
      title: 'npm run verify',
      found: [`ended with ${code}: ${output.slice(-1_000)}`],
    });
  }
  return results;
}
