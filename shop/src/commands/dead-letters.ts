import type { DeadLetter } from '@emporium/bus/event-bus';
import type { Shop } from '../start-shop.js';
import type { CommandLine } from './shop-command.js';

/** `dlq list|show|replay GROUP [ID…]`: what a consumer group gave up on, and giving it another try. */
export async function* deadLetters(shop: Shop, args: Record<string, unknown>): AsyncGenerator<CommandLine> {
  const { action, group, ids } = args as { action?: string; group?: string; ids?: string[] };
  const { bus } = shop.runtime;
  const known = shop.subgraphs.flatMap((subgraph) => subgraph.definition.consumers?.map((consumer) => consumer.group) ?? []);
  if (!group || !known.includes(group)) throw new Error(`name a consumer group: ${known.join(', ')}`);
  if (action === 'replay') {
    const replayed = await bus.replayDeadLetters(group, ids?.length ? ids : undefined);
    yield { type: 'result', text: `${replayed} message(s) delivered again to ${group}` };
    return;
  }
  if (action !== 'list' && action !== 'show') throw new Error('say what to do: list, show or replay');
  let after: string | undefined;
  let count = 0;
  for (;;) {
    const page = await bus.deadLetters(group, { first: 100, ...(after ? { after } : {}) });
    for (const letter of page) {
      if (action === 'show' && ids?.length && !ids.includes(letter.id)) continue;
      count++;
      yield { type: 'line', text: action === 'list' ? summary(letter) : details(letter) };
    }
    if (page.length < 100) break;
    after = page.at(-1)!.id;
  }
  yield { type: 'result', text: `${count} dead letter(s) in ${group}` };
}

function summary(letter: DeadLetter): string {
  return `${letter.id}  ${letter.at.toISOString()}  ${letter.topic}  key ${letter.key ?? '-'}  ${letter.error.slice(0, 120)}`;
}

function details(letter: DeadLetter): string {
  const value = letter.value?.toString('utf8') ?? '(no value)';
  return `${summary(letter)}\n  attempts ${letter.attempts}, partition ${letter.partition}, offset ${letter.offset}\n  headers ${JSON.stringify(letter.headers)}\n  ${value}`;
}
