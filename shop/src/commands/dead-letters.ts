import type { DeadLetter, EventBus, MessagePlace } from '@emporium/bus/event-bus';
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
  /** Why a message is skipped, and who says so. */
  reason?: string;
  by?: string;
}

const PAGE = 100;
const MAX_LETTERS = 1_000;
/** Letters of each group in the list of all groups. */
const SHOWN_PER_GROUP = 5;

/**
 * `dlq list [GROUP]`, `dlq show|replay GROUP [ID…]`: one page of what a consumer group gave up on,
 * and giving it another try. `dlq skip GROUP PLACE… --reason TEXT`: puts messages aside that block
 * the group, while it runs; a place is an event id or TOPIC/PARTITION/OFFSET.
 */
export async function* deadLetters(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const { action, group, ids, after, limit = PAGE } = args as DeadLetterArgs;
  const { bus } = shop.runtime;
  const known = shop.subgraphs.flatMap(
    (subgraph) => subgraph.definition.consumers?.map((consumer) => consumer.group) ?? [],
  );
  if (!group && action === 'list') return yield* allGroups(bus, known);
  if (!group || !known.includes(group))
    throw new Error(`name a consumer group: ${known.join(', ')}`);
  if (action === 'replay') {
    const replayed = await bus.replayDeadLetters(group, ids?.length ? ids : undefined);
    yield { type: 'result', text: `${replayed} message(s) delivered again to ${group}` };
    return;
  }
  if (action === 'skip') return yield* skip(shop, group, ids ?? [], args as DeadLetterArgs);
  if (action !== 'list' && action !== 'show')
    throw new Error('say what to do: list, show, replay or skip');
  const first = Math.min(MAX_LETTERS, Math.max(1, limit));
  // One more than is shown tells whether there is more.
  const found = ids?.length
    ? await byId(bus, group, ids)
    : await bus.deadLetters(group, { first: first + 1, ...(after ? { after } : {}) });
  const page = ids?.length ? found : found.slice(0, first);
  for (const letter of page)
    yield { type: 'line', text: action === 'list' ? summary(letter) : details(letter) };
  const more = found.length > page.length ? `; more: --after ${page.at(-1)!.id}` : '';
  yield { type: 'result', text: `${page.length} dead letter(s) of ${group}${more}` };
}

async function* skip(
  shop: Shop,
  group: string,
  places: string[],
  { reason, by }: DeadLetterArgs,
): AsyncGenerator<CommandLine> {
  if (places.length === 0)
    throw new Error(
      'name what to skip: an event id, or TOPIC/PARTITION/OFFSET as /health and the logs tell it',
    );
  if (!reason?.trim()) throw new Error('say why: --reason TEXT. It is kept with the dead letter');
  let skipped = 0;
  for (const name of places) {
    const there = await shop.runtime.bus.skip(
      group,
      placeOf(name),
      `${reason.trim()} (by ${by ?? 'unknown'})`,
    );
    if (there) skipped++;
    // The dead letter keeps the reason; the log keeps that somebody decided it.
    shop.runtime.log.warn({ group, place: name, reason, by, there }, 'an operator skips an event');
    yield {
      type: 'line',
      text: there
        ? `${name} is put aside for ${group}`
        : `${name}: ${group} is past it, or it is not there`,
    };
  }
  const rest = places.length - skipped;
  if (rest > 0) throw new Error(`${rest} of ${places.length} message(s) not skipped`);
  yield {
    type: 'result',
    text: `${skipped} message(s) put aside, at the latest when they are tried next; npm run dlq -- list ${group}`,
  };
}

/** An event id, or where a message stands. */
function placeOf(name: string): MessagePlace {
  const parts = /^([\w.-]+)\/(\d{1,9})\/(\d{1,18})$/.exec(name);
  return parts
    ? { topic: parts[1]!, partition: Number(parts[2]), offset: parts[3]! }
    : { id: name };
}

/** How many messages each group gave up on, with the first ones. */
async function* allGroups(bus: EventBus, groups: readonly string[]): AsyncGenerator<CommandLine> {
  let total = 0;
  for (const group of groups) {
    const found = await bus.deadLetters(group, { first: MAX_LETTERS });
    total += found.length;
    if (found.length === 0) continue;
    yield {
      type: 'line',
      text: `${group}: ${found.length === MAX_LETTERS ? 'at least ' : ''}${found.length}`,
    };
    for (const letter of found.slice(0, SHOWN_PER_GROUP))
      yield { type: 'line', text: `  ${summary(letter)}` };
  }
  yield {
    type: 'result',
    text: `${total} dead letter(s) in ${groups.length} group(s)${total > 0 ? '; npm run dlq -- show GROUP' : ''}`,
  };
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
