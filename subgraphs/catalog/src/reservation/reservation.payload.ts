import type { UserError } from '@emporium/graphql/user-errors';
import { assumedListSize } from '@emporium/graphql/list-size';
import { Directive, Field, ObjectType } from 'type-graphql';
import { StockError } from '../stock/stock.errors.js';
import { Reservation, ReservedLine } from './reservation.type.js';

@Directive('@inaccessible')
@ObjectType('ReservationPayload', { description: 'Answer of a hold.' })
export class ReservationPayload {
  @Field(() => Reservation, { nullable: true, description: 'The hold.' })
  reservation?: Reservation | null;
  @Field(() => [StockError], {
    description: 'Expected failures; nothing is held when there are any.',
  })
  userErrors!: UserError[];
}

@Directive('@inaccessible')
@ObjectType('QuotePayload', { description: 'Answer of a quote.' })
export class QuotePayload {
  @Directive(assumedListSize(10))
  @Field(() => [ReservedLine], { nullable: true, description: 'The quote; nothing is held.' })
  lines?: ReservedLine[] | null;
  @Field(() => [StockError], { description: 'Expected failures, as a hold would have them.' })
  userErrors!: UserError[];
}
