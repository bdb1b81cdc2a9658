import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import type { RuleRow } from './rule-noun.js';

/** What every kind of rule shows. */
@ObjectType({ implements: Node })
export abstract class RuleNode extends Node {
  @Field(() => Int, {
    description: 'Counts the changes; the `expectedVersion` of the next one.',
  })
  version!: number;
  @Field(() => DateTimeScalar, { description: 'When it came into being.' })
  createdAt!: Date;
  @Field(() => DateTimeScalar, { description: 'When it changed last.' })
  updatedAt!: Date;
}

/** The fields of `RuleNode`. */
export const ruleNode = (row: Pick<RuleRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>) => ({
  id: row.id,
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
