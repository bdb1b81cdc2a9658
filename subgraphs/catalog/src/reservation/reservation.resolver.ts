import { DateTimeScalar } from '@emporium/graphql/scalars';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  ID,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import { asPayload } from '../taken/as-payload.js';
import { quoteStock } from './quote-stock.js';
import { reservationOfOrder } from './read-reservation.js';
import { reserveStock } from './reserve-stock.js';
import { Reservation, ReservationLine } from './reservation.type.js';
import { QuotePayload, ReservationPayload } from './reservation.payload.js';

@ArgsType()
class StockReserveArgs {
  @Field(() => ID, {
    description: 'The order; a repetition with the same id gets the first answer.',
  })
  orderId!: string;
  @Field(() => [ReservationLine], { description: 'Units to hold.' })
  lines!: ReservationLine[];
  @Field(() => DateTimeScalar, { description: 'When the order expires unless it is paid.' })
  expiresAt!: Date;
}

@Resolver(() => Reservation)
export class ReservationResolver {
  @Directive('@inaccessible')
  @Query(() => Reservation, { nullable: true, description: 'The hold of an order.' })
  _reservation(
    @Arg('orderId', () => ID, { description: 'The order.' }) orderId: string,
    @Context() ctx: Ctx,
  ): Promise<Reservation | null> {
    return reservationOfOrder(ctx, orderId);
  }

  @Directive('@inaccessible')
  @Query(() => QuotePayload, {
    nullable: true,
    description: 'What units cost and whether there are so many; holds nothing.',
  })
  _stockQuote(
    @Arg('lines', () => [ReservationLine], { description: 'Units to quote.' })
    lines: ReservationLine[],
    @Context() ctx: Ctx,
  ): Promise<QuotePayload> {
    return asPayload(ctx, async () => ({ lines: await quoteStock(ctx, lines) }));
  }

  @Directive('@inaccessible')
  @Mutation(() => ReservationPayload, {
    nullable: true,
    description: 'Holds the units of an order, all lines or none, and quotes their prices.',
  })
  _stockReserve(
    @Args(() => StockReserveArgs) args: StockReserveArgs,
    @Context() ctx: Ctx,
  ): Promise<ReservationPayload> {
    return asPayload(ctx, async () => ({ reservation: await reserveStock(ctx, args) }));
  }
}
