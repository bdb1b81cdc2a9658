import { listParked, resendParked } from '@emporium/db/outbox/resend-parked';
import { readOutboxState } from '@emporium/db/outbox/read-outbox-state';
import type { Shop } from '../start-shop.js';
import type { CommandLine } from './shop-command.js';

interface OutboxArgs {
  action?: string;
  subgraph?: string;
  ids?: number[];
}

const MAX_LISTED = 100;

/**
 * `outbox list [SUBGRAPH]`: events that wait or that the bus refused for good; `outbox resend
 * SUBGRAPH [ID…]`: sends refused ones again.
 */
export async function* outbox(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const { action, subgraph: name, ids } = args as OutboxArgs;
  const chosen = shop.subgraphs.filter((subgraph) => !name || subgraph.name === name);
  if (chosen.length === 0)
    throw new Error(
      `there is no subgraph ${name}; name one of ${shop.subgraphs.map((each) => each.name).join(', ')}`,
    );
  if (action === 'resend') {
    if (!name) throw new Error('name the subgraph whose events are to be sent again');
    const sent = await resendParked(chosen[0]!.database, ids?.length ? ids : undefined);
    await chosen[0]!.drain();
    yield { type: 'result', text: `${sent} event(s) of ${name} sent again` };
    return;
  }
  if (action !== 'list') throw new Error('say what to do: list or resend');
  let total = 0;
  for (const { name: owner, database } of chosen) {
    const { oldestUnsentSeconds, parked } = await readOutboxState(database);
    total += parked;
    yield {
      type: 'line',
      text: `${owner}: ${parked} set aside, the oldest unsent event waits for ${Math.round(oldestUnsentSeconds)} s`,
    };
    for (const event of await listParked(database, MAX_LISTED))
      yield {
        type: 'line',
        text: `  ${event.id}  ${event.parkedAt?.toISOString()}  ${event.topic}  ${event.type} of ${event.aggregateId}  ${event.error}`,
      };
  }
  yield { type: 'result', text: `${total} event(s) set aside` };
}
