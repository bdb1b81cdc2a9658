import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What an idempotency key led to; the table is in the database of every subgraph (platform-migration.ts). */
@Entity({ tableName: 'idempotency' })
export class IdempotencyRow {
  [OptionalProps]?: 'createdAt';

  @PrimaryKey({ type: 'text' })
  scope!: string;
  @PrimaryKey({ type: 'text' })
  operation!: string;
  @PrimaryKey({ type: 'text' })
  key!: string;
  /** sha256 of the input: another input under the same key is refused. */
  @Property({ type: 'text' })
  requestHash!: string;
  /** Answer, or what the answer is made from; null while the call runs. */
  @Property({ type: 'json', nullable: true })
  response!: unknown;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
