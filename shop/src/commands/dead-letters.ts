import type { DeadLetter, EventBus } from '@emporium/bus/event-bus';
import type { Shop } from '../start-shop.js';
import type { CommandLine } from './shop-command.js';

interface DeadLetterArgs {
  action?: string;
  group?: string;
  ids?: string[];
  /** Id behind which the page starts. */
  after?: string;
  /** Letters per page. */
  limit?: number;
}

const PAGE = 100;
const MOST = 1_000;

/** `dlq list|show|replay GROUP [ID…]`: one page of what a consumer group gave up on, and giving it another try. */
export async function* deadLetters(shop: Shop, args: Record<string, unknown>): AsyncGenerator<CommandLine> {
  const { action, group, ids, after, limit = PAGE } = args as DeadLetterArgs;
  const { bus } = shop.runtime;
  const known = shop.subgraphs.flatMap((subgraph) => subgraph.definition.consumers?.map((consumer) => consumer.group) ?? []);
  if (!group || !known.includes(group)) throw new Error(`name a consumer group: ${known.join(', ')}`);
  if (action === 'replay') {
    const replayed = await bus.replayDeadLetters(group, ids?.length ? ids : undefined);
    yield { type: 'result', text: `${replayed} message(s) delivered again to ${group}` };
    return;
  }
  if (action !== 'list' && action !== 'show') throw new Error('say what to do: list, show or replay');
  const first = Math.min(MOST, Math.max(1, limit));
  // One more than is shown tells whether there is more.
  const found = ids?.length ? await byId(bus, group, ids) : await bus.deadLetters(group, { first: first + 1, ...(after ? { after } : {}) });
  const page = ids?.length ? found : found.slice(0, first);
  for (const letter of page) yield { type: 'line', text: action === 'list' ? summary(letter) : details(letter) };
  const more = found.length > page.length ? `; more: --after ${page.at(-1)!.id}` : '';
  yield { type: 'result', text: `${page.length} dead letter(s) of ${group}${more}` };
}

/** Ids rise, so that a letter is the first one after the number before its own. */
async function byId(bus: EventBus, group: string, ids: readonly string[]): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (const id of ids) {
    const before = Number(id) - 1;
    const page = Number.isSafeInteger(before)
      ? await bus.deadLetters(group, { first: 1, ...(before >= 0 ? { after: `${before}` } : {}) })
      : [];
    found.push(...page.filter((letter) => letter.id === id));
  }
  return found;
}

function summary(letter: DeadLetter): string {
  return `${letter.id}  ${letter.at.toISOString()}  ${letter.topic}  key ${letter.key ?? '-'}  ${letter.error.slice(0, 120)}`;
}

function details(letter: DeadLetter): string {
  const value = letter.value?.toString('utf8') ?? '(no value)';
  return `${summary(letter)}\n  attempts ${letter.attempts}, partition ${letter.partition}, offset ${letter.offset}\n  headers ${JSON.stringify(letter.headers)}\n  ${value}`;
}
