import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { InvoiceLine, InvoiceTaxLine } from '../invoice/invoice-data.js';

/** One change of an order as staff ask for it: a variant to add, or a line to change. */
export interface StoredChange {
  variantId: string | null;
  orderLineId: string | null;
  /** Units that there shall be; 0 removes the line, null leaves them. */
  quantity: number | null;
  /** Price of one unit in minor units as the shop states prices; null leaves it. */
  unitPrice: number | null;
  reason: string | null;
}

/** What a change adds to an invoice, in minor units; negative where something went away. */
export interface EditDocument {
  lines: InvoiceLine[];
  shipping: number;
  taxLines: InvoiceTaxLine[];
}

/**
 * A change of a paid order by staff. OPEN while its units are held and its price is worked out, then
 * APPLIED or REFUSED for good; amounts in minor units of the order.
 */
@Entity({ tableName: 'order_edit' })
export class OrderEditRow {
  [OptionalProps]?: 'difference' | 'settled' | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'text' })
  status!: 'OPEN' | 'APPLIED' | 'REFUSED';
  /** Version of the order that it changes; another one refuses it. */
  @Property({ type: 'integer' })
  expectedVersion!: number;
  /** The new total that was seen; null: any. */
  @Property({ type: new BigIntType('number'), nullable: true })
  expectedTotal!: number | null;
  @Property({ type: 'json' })
  changes!: StoredChange[];
  @Property({ type: 'text', nullable: true })
  note!: string | null;
  @Property({ type: 'text' })
  actor!: string;
  /** What the order costs more by it; negative: less. */
  @Property({ type: new BigIntType('number') })
  difference!: number;
  /** What it adds to an invoice; set when it is applied. */
  @Property({ type: 'json', nullable: true })
  document!: EditDocument | null;
  /** Whether what it made dearer is paid and invoiced, or what it made cheaper is on its way back. */
  @Property({ type: 'boolean' })
  settled!: boolean;
  /** Why it was refused: user errors as the client gets them. */
  @Property({ type: 'json', nullable: true })
  rejection!: { code: string }[] | null;
  /** When the process manager looks at it again; null once it is over. */
  @Property({ type: 'timestamptz', nullable: true })
  nextCheckAt!: Date | null;
  /** When it is given up. */
  @Property({ type: 'timestamptz' })
  giveUpAt!: Date;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  appliedAt!: Date | null;
}
