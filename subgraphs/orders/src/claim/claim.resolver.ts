import { asPayload } from '@emporium/graphql/as-payload';
import type { Ctx } from '@emporium/platform/context';
import { Ctx as Context, Directive, Mutation, Resolver } from 'type-graphql';
import { claimOwnOrders } from './claim-own-orders.js';
import { OrdersClaimPayload } from './claim.payload.js';

@Resolver()
export class ClaimResolver {
  @Directive('@authenticated')
  @Directive('@cost(weight: 20)')
  @Mutation(() => OrdersClaimPayload, {
    nullable: true,
    description:
      'Gives you the orders that were placed as a guest with your verified e-mail address. It happens by itself when the address is verified; this is for orders placed later.',
  })
  ordersClaim(@Context() ctx: Ctx): Promise<OrdersClaimPayload> {
    return asPayload(ctx, () => claimOwnOrders(ctx));
  }
}
