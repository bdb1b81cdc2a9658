import { type MessagePlace, nameOfPlace, type ReceivedMessage } from '../event-bus.js';
import { signMessage } from '../sign-message.js';
import { isSigned } from './is-signed.adapter.js';
import type { KafkaSettings } from './kafka-connection.adapter.js';
import type { GroupNames } from './kafka-names.js';
import type { KafkaSender } from './kafka-sender.adapter.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';
import { readLog } from './read-log.adapter.js';

/**
 * Messages that an operator had put aside, in a topic `<group>.skipped`: the members of the group
 * may run in other processes, so they are told by what they can all read. A member reads it when it
 * starts and whenever a message failed, so that it costs nothing otherwise.
 */
export class KafkaSkips {
  private readonly known = new Map<string, { reason: string; offset: number }>();
  private next = 0;

  constructor(
    readonly settings: KafkaSettings,
    readonly topics: KafkaTopics,
    private readonly names: GroupNames,
  ) {}

  /** Tells every member. Rejects when the cluster did not take it. */
  async add(sender: KafkaSender, place: MessagePlace, reason: string): Promise<void> {
    await this.topics.ensureOfGroup(this.names);
    const [key, value] = [nameOfPlace(place), reason];
    const message = {
      key,
      value,
      headers: signMessage(this.settings.secrets, { topic: this.names.skipped, key, value }),
    };
    const [refusal] = await sender.send(this.names.skipped, [message], () =>
      this.topics.ensureOfGroup(this.names),
    );
    if (refusal !== undefined) throw new Error(`${this.names.skipped}: ${refusal}`);
  }

  /** Reads what was added since the last time. Rejects while the cluster is away. */
  async refresh(): Promise<void> {
    const { low, high } = await this.topics.ends(this.names.skipped);
    const range = { topic: this.names.skipped, from: Math.max(low, this.next), end: high };
    await readLog(this, range, (raw) => {
      // Nobody else may have an event put aside.
      const isOurs = isSigned(this.settings.secrets, this.names.skipped, raw);
      if (raw.key && isOurs)
        this.known.set(raw.key.toString(), {
          reason: raw.value?.toString() ?? '',
          offset: Number(raw.offset),
        });
      return 'more';
    });
    this.next = Math.max(this.next, high);
  }

  /** Where the list ends now: a message that is replayed obeys only what is added behind it. */
  async end(): Promise<number> {
    return (await this.topics.ends(this.names.skipped)).high;
  }

  /**
   * Why the message is to be put aside, if it is. `since` is the end of the list when it was
   * replayed.
   */
  reasonFor(
    { topic, partition, offset, headers }: ReceivedMessage,
    since: number,
  ): string | undefined {
    if (this.known.size === 0) return undefined;
    const places: MessagePlace[] = [
      { topic, partition, offset },
      ...(headers['id'] ? [{ id: headers['id'] }] : []),
    ];
    return places
      .map((place) => this.known.get(nameOfPlace(place)))
      .find((skip) => skip && skip.offset >= since)?.reason;
  }

  /** Lets the list go: what is delivered from the start again deserves another try. */
  async forget(): Promise<void> {
    const { low, high } = await this.topics.ends(this.names.skipped);
    if (low < high) await this.topics.deleteBefore(this.names.skipped, high);
    this.known.clear();
    this.next = high;
  }
}
