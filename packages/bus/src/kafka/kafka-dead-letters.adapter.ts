import type { KafkaMessage, Message } from 'kafkajs';
import type { DeadLetter } from '../event-bus.js';
import { signMessage } from '../sign-message.js';
import { isSigned } from './is-signed.adapter.js';
import type { KafkaSettings } from './kafka-connection.adapter.js';
import { groupNames, ownHeaders, SKIPS_HEADER } from './kafka-names.js';
import type { KafkaSender } from './kafka-sender.adapter.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';
import { readLog } from './read-log.adapter.js';
import { toDeadLetter } from './to-dead-letter.adapter.js';

/** Letters that a replay reads, sends and marks at once. */
const REPLAY_BATCH = 100;

/**
 * Dead letters of the groups, each in a topic `<group>.dlq`. Kafka cannot remove a message from the
 * middle, so a replay notes the letter's offset in `<group>.replayed`; a list is the letters that
 * are not noted there.
 */
export class KafkaDeadLetters {
  constructor(
    readonly settings: KafkaSettings,
    readonly topics: KafkaTopics,
    private readonly sender: KafkaSender,
  ) {}

  /**
   * Adds a message with its original bytes, key and headers. Rejects when the cluster did not take
   * it.
   */
  async add(
    group: string,
    raw: KafkaMessage,
    about: { error: string; topic: string; partition: number; offset: string; attempts: number },
  ): Promise<void> {
    const names = groupNames(this.settings.prefix, group);
    const headers = {
      ...ownHeaders(raw.headers ?? {}),
      'x-error': about.error.slice(0, 2_000),
      'x-topic': about.topic,
      'x-partition': String(about.partition),
      'x-offset': about.offset,
      'x-attempts': String(about.attempts),
    };
    await this.send(names.deadLetters, group, [{ key: raw.key, value: raw.value, headers }]);
  }

  /** How many letters of each group were not replayed, by the ends of the topics alone. */
  async counts(groups: readonly string[]): Promise<number[]> {
    const names = groups.map((group) => groupNames(this.settings.prefix, group));
    const sizes = await this.topics.sizes(
      names.flatMap(({ deadLetters, replayed }) => [deadLetters, replayed]),
    );
    return names.map(({ deadLetters, replayed }) =>
      Math.max(0, (sizes.get(deadLetters) ?? 0) - (sizes.get(replayed) ?? 0)),
    );
  }

  /**
   * Letters that were not replayed, oldest first. Reads the topic from the page's start to its end
   * and no further.
   */
  async list(group: string, page: { first: number; after?: string }): Promise<DeadLetter[]> {
    const after =
      page.after !== undefined && /^\d{1,15}$/.test(page.after) ? Number(page.after) : -1;
    const { low, high } = await this.topics.ends(
      groupNames(this.settings.prefix, group).deadLetters,
    );
    const range = { from: Math.max(low, after + 1), end: high, first: page.first };
    return (await this.read(group, range)).map((raw) =>
      toDeadLetter(this.settings.prefix, group, raw),
    );
  }

  /**
   * Sends letters to the group alone; first the message and then the mark, so that a crash between
   * them repeats and never loses.
   */
  async replay(group: string, ids?: readonly string[]): Promise<number> {
    const names = groupNames(this.settings.prefix, group);
    // What the group refuses again comes back behind this end, and is not for this replay.
    const { low, high } = await this.topics.ends(names.deadLetters);
    const wanted =
      ids &&
      new Set(
        ids
          .filter((id) => /^\d{1,15}$/.test(id))
          .map(Number)
          .filter((id) => id >= low && id < high),
      );
    if (wanted?.size === 0) return 0;
    const { high: skips } = await this.topics.ends(names.skipped);
    const range = {
      from: wanted ? Math.min(...wanted) : low,
      end: wanted ? Math.max(...wanted) + 1 : high,
    };
    let count = 0;
    for (let from = range.from; from < range.end;) {
      const letters = await this.read(group, { from, end: range.end, first: REPLAY_BATCH }, wanted);
      if (letters.length === 0) break;
      await this.send(
        names.retry,
        group,
        letters.map(({ key, value, headers }) => ({
          key,
          value,
          headers: { ...headers, [SKIPS_HEADER]: String(skips) },
        })),
      );
      await this.send(
        names.replayed,
        group,
        letters.map(({ offset: key }) => {
          const headers = signMessage(this.settings.secrets, {
            topic: names.replayed,
            key,
            value: null,
          });
          return { key, value: null, headers };
        }),
      );
      count += letters.length;
      from = Number(letters.at(-1)!.offset) + 1;
    }
    if (!ids) await this.forget(group, high);
    return count;
  }

  private async send(topic: string, group: string, messages: Message[]): Promise<void> {
    const outcomes = await this.sender.send(topic, messages, () =>
      this.topics.ensureOfGroup(groupNames(this.settings.prefix, group)),
    );
    const refusal = outcomes.find((outcome) => outcome !== undefined);
    if (refusal !== undefined) throw new Error(`${topic}: ${refusal}`);
  }

  private async read(
    group: string,
    { from, end, first }: { from: number; end: number; first: number },
    wanted?: ReadonlySet<number>,
  ): Promise<KafkaMessage[]> {
    if (from >= end || first < 1) return [];
    const replayed = await this.replayed(group);
    const letters: KafkaMessage[] = [];
    await readLog(
      this,
      { topic: groupNames(this.settings.prefix, group).deadLetters, from, end },
      (raw) => {
        if (!replayed.has(raw.offset) && (!wanted || wanted.has(Number(raw.offset))))
          letters.push(raw);
        return letters.length < first ? 'more' : 'enough';
      },
    );
    return letters;
  }

  private async replayed(group: string): Promise<ReadonlySet<string>> {
    const { replayed: topic } = groupNames(this.settings.prefix, group);
    const { low, high } = await this.topics.ends(topic);
    const marks = new Set<string>();
    await readLog(this, { topic, from: low, end: high }, (raw) => {
      // Nobody else may hide a letter.
      if (raw.key && isSigned(this.settings.secrets, topic, raw)) marks.add(raw.key.toString());
      return 'more';
    });
    return marks;
  }

  /**
   * Everything before `end` was replayed: the letters and their marks are let go, so that no later
   * list reads over them.
   */
  private async forget(group: string, end: number): Promise<void> {
    const { deadLetters, replayed } = groupNames(this.settings.prefix, group);
    // In this order: a letter that comes, and is replayed, in between keeps its mark.
    const marks = await this.topics.ends(replayed);
    const { low, high } = await this.topics.ends(deadLetters);
    try {
      if (low < end) await this.topics.deleteBefore(deadLetters, end);
      // Marks of letters that came since are still needed.
      if (high === end && marks.low < marks.high)
        await this.topics.deleteBefore(replayed, marks.high);
    } catch {
      // A cluster may forbid us to delete; the marks say the same, and retention ends both.
    }
  }
}
