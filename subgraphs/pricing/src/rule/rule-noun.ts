import type { Ctx } from '@emporium/platform/context';
import type { z } from 'zod';
import type { Rule, RuleData, RuleKind } from './rule.entity.js';

/** A rule of one kind without what is the same for all. */
export type RuleBody<K extends RuleKind> = Omit<Extract<RuleData, { kind: K }>, 'id' | 'kind'>;

/** A row of one kind. */
export type RuleRow<K extends RuleKind = RuleKind> = Omit<Rule, 'data'> & {
  data: Extract<RuleData, { kind: K }>;
};

/** What differs between the kinds of rules; reading and writing them is the same. */
export interface RuleNoun<K extends RuleKind, T extends object> {
  kind: K;
  /** Of ids. */
  prefix: string;
  /** As the API calls it: `taxZone` of `taxZoneCreate`. */
  operation: string;
  /** In messages: `tax zone`. */
  label: string;
  /** How many there may be: carts and orders keep all of them. */
  most: number;
  /** From input to rule; the input has the shape of the type that is shown. */
  rules: z.ZodType<RuleBody<K>>;
  /** Fields of the input that null empties; elsewhere null changes nothing. */
  nullable: readonly (keyof T & string)[];
  /** As the API shows it. */
  toType(row: RuleRow<K>): T;
  /** What only other rules tell; `before` is missing for a new one. Throws a Rejection. */
  check?(ctx: Ctx, after: Extract<RuleData, { kind: K }>, before?: RuleRow<K>): Promise<void>;
}
