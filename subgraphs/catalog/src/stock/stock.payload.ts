import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { ProductVariant } from '../variant/variant.entity.js';
import { StockMovement } from './stock-movement.entity.js';
import { StockError } from './stock.errors.js';

@Directive('@tag(name: "admin")')
@ObjectType('StockPayload', { description: 'Answer of a stock change.' })
export class StockPayload {
  @Field(() => ProductVariant, { nullable: true, description: 'The variant with its new stock.' })
  variant?: ProductVariant | null;
  @Field(() => StockMovement, { nullable: true, description: 'The line written to the ledger.' })
  movement?: StockMovement | null;
  @Field(() => [StockError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
