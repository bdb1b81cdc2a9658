import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { InvoiceData } from './invoice-data.js';
import type { InvoiceKind } from './invoice-kind.js';

/** The last number that a series gave in a year. */
@Entity({ tableName: 'invoice_series' })
export class InvoiceSeries {
  @PrimaryKey({ type: 'text' })
  kind!: InvoiceKind;
  @PrimaryKey({ type: 'integer' })
  year!: number;
  @Property({ type: 'integer' })
  last!: number;
}

/** An invoice or a credit note; nothing of it changes but that an erased buyer is taken out. */
@Entity({ tableName: 'invoice' })
export class InvoiceRow {
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'text' })
  kind!: InvoiceKind;
  @Property({ type: 'integer' })
  year!: number;
  @Property({ type: 'integer' })
  seq!: number;
  @Property({ type: 'text' })
  number!: string;
  /** What it was issued for; nothing gets two. */
  @Property({ type: 'text' })
  source!: string;
  @Property({ type: 'timestamptz' })
  issuedAt!: Date;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  /** What was charged, of a credit note what was returned; minor units. */
  @Property({ type: new BigIntType('number') })
  total!: number;
  @Property({ type: 'json' })
  data!: InvoiceData;
  /** Digest of the PDF, once it was drawn. */
  @Property({ type: 'text', nullable: true })
  sha256!: string | null;
}
