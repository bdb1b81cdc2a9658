import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** An event waiting to be published; written in the transaction of the change that it tells. */
@Entity({ tableName: 'outbox' })
export class OutboxRow {
  [OptionalProps]?: 'id' | 'headers' | 'createdAt' | 'attempts';

  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  id!: number;

  @Property({ type: 'text' })
  topic!: string;

  /** Message key; rows of one key leave in the order of their ids. */
  @Property({ type: 'text' })
  aggregateId!: string;

  @Property({ type: 'integer' })
  aggregateVersion!: number;

  @Property({ type: 'text' })
  type!: string;

  /** The complete JSON envelope; empty once it was sent. */
  @Property({ type: 'text' })
  payload!: string;

  @Property({ type: 'json' })
  headers!: Record<string, string>;

  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  sentAt?: Date | null;

  /** Given up: someone must look at it. */
  @Property({ type: 'timestamptz', nullable: true })
  parkedAt?: Date | null;

  /** Why the bus refused it last. */
  @Property({ type: 'text', nullable: true })
  error?: string | null;

  @Property({ type: 'integer' })
  attempts!: number;
}
