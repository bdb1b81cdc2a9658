import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Money on a card of our own. Amounts in minor units; the code is known to its holder alone. */
@Entity({ tableName: 'gift_card' })
export class GiftCardRow {
  [OptionalProps]?: 'version' | 'disabled' | 'entryCount' | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'integer' })
  version!: number;
  /** sha256 of the code, which has too many possible values to be tried. */
  @Property({ type: 'text' })
  codeHash!: string;
  @Property({ type: 'text' })
  last4!: string;
  @Property({ type: new BigIntType('number') })
  initialAmount!: number;
  /** Always the sum of its ledger; only changed together with it. */
  @Property({ type: new BigIntType('number') })
  balance!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  @Property({ type: 'boolean' })
  disabled!: boolean;
  @Property({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;
  @Property({ type: 'text', nullable: true })
  note!: string | null;
  /** Rows of its ledger; also the sequence number of the last one. */
  @Property({ type: 'integer' })
  entryCount!: number;
  @Property({ type: 'text' })
  createdBy!: string;
  /** Milliseconds, as cursors hold them. */
  @Property({ type: 'timestamptz', columnType: 'timestamptz(3)' })
  createdAt!: Date;
}

/** What a row of a gift card's ledger stands for. */
export type GiftCardEntryKind = 'ISSUED' | 'REDEEMED' | 'REFUNDED';

/** A row of a gift card's ledger; rows are only ever added. */
@Entity({ tableName: 'gift_card_entry' })
export class GiftCardEntry {
  [OptionalProps]?: 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  giftCardId!: string;
  @Property({ type: 'integer' })
  seq!: number;
  @Property({ type: 'text' })
  kind!: GiftCardEntryKind;
  /** Negative when money leaves the card. */
  @Property({ type: new BigIntType('number') })
  amount!: number;
  @Property({ type: new BigIntType('number') })
  balanceAfter!: number;
  @Property({ type: 'text', nullable: true })
  paymentId!: string | null;
  @Property({ type: 'text', nullable: true })
  refundId!: string | null;
  @Property({ type: 'text' })
  actor!: string;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
