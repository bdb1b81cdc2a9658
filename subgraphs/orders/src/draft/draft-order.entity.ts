import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { PlaceInput } from '../placing/place-input.js';

/** What a draft has of one variant. */
export interface DraftLine {
  variantId: string;
  quantity: number;
  /** Price of one unit that staff gave it, in minor units as the shop states prices; null: by the rules. */
  unitPrice: number | null;
  /** Why it has a price of its own. */
  reason: string | null;
}

/** What of a draft is stored; where it stands also depends on its order (draft-status.ts). */
export type StoredDraftStatus = 'OPEN' | 'SENT' | 'CANCELLED' | 'EXPIRED';

/** An order that staff prepare for a buyer. It holds nothing and costs nothing until it is sent. */
@Entity({ tableName: 'draft_order' })
export class DraftOrderRow {
  [OptionalProps]?: 'version' | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'integer' })
  version!: number;
  @Property({ type: 'text' })
  status!: StoredDraftStatus;
  /** Null for a guest. */
  @Property({ type: 'text', nullable: true })
  userId!: string | null;
  @Property({ type: 'text', nullable: true })
  guestEmail!: string | null;
  @Property({ type: 'json' })
  lines!: DraftLine[];
  @Property({ type: 'json' })
  shippingAddress!: PlaceInput['shippingAddress'];
  @Property({ type: 'json', nullable: true })
  billingAddress!: PlaceInput['shippingAddress'] | null;
  @Property({ type: 'text', nullable: true })
  shippingMethodId!: string | null;
  @Property({ type: 'text', nullable: true })
  vatNumber!: string | null;
  @Property({ type: 'text[]', columnType: 'text[]' })
  discountCodes!: string[];
  @Property({ type: 'text', nullable: true })
  note!: string | null;
  /** Who made it: `staff:<id>`. */
  @Property({ type: 'text' })
  actor!: string;
  /** The order that it was sent as last. */
  @Property({ type: 'text', nullable: true })
  orderId!: string | null;
  /** When it ends unless it is sent; every change begins the time anew. */
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
