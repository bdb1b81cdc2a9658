import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { StockError } from '../stock/stock.errors.js';
import { Reservation } from './reservation.type.js';

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
