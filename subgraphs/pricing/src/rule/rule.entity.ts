import type { PricingRule } from '@emporium/pricing/rules';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A group is kept like a rule, but nobody is told of it: its members are rules. */
export interface CustomerGroupData {
  kind: 'CUSTOMER_GROUP';
  id: string;
  name: string;
  description: string | null;
}

/** What a row holds; the prices of a price list lie in rows of their own. */
export type RuleData = PricingRule | CustomerGroupData;
export type RuleKind = RuleData['kind'];

/**
 * One rule with its version. A deleted one stays as a tombstone, so that its versions go on when it
 * comes back (a member of a group).
 */
@Entity({ tableName: 'rule' })
export class Rule {
  [OptionalProps]?: 'version' | 'timesRedeemed';

  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'text' })
  kind!: RuleKind;

  @Property({ type: 'integer' })
  version: number = 1;

  /** What people know it by. */
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'boolean' })
  isActive!: boolean;

  /** Position of a shipping method, priority of a promotion or price list. */
  @Property({ type: 'integer' })
  rank!: number;

  /** The promotion of a code, the group of a member. */
  @Property({ type: 'text', nullable: true })
  parentId?: string | null;

  @Property({ type: 'text', nullable: true })
  code?: string | null;

  @Property({ type: 'integer' })
  timesRedeemed: number = 0;

  @Property({ type: 'json' })
  data!: RuleData;

  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Property({ type: 'timestamptz' })
  updatedAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  deletedAt?: Date | null;
}
