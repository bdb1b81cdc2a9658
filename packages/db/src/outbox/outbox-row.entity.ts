import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** An event waiting to be published; written in the transaction of the change that it tells. */
@Entity({ tableName: 'outbox' })
export class OutboxRow {
  @PrimaryKey({ type: 'bigint', autoincrement: true })
  id!: string;

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
}
