import { asPayload } from '@emporium/graphql/as-payload';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, Mutation, Resolver } from 'type-graphql';
import { orderType } from '../order/order.type.js';
import { cancelFulfillment } from './cancel-fulfillment.js';
import { createFulfillment } from './create-fulfillment.js';
import { deliverFulfillment } from './deliver-fulfillment.js';
import type { FulfillmentAnswer } from './fulfillment-answer.js';
import {
  FulfillmentCreateArgs,
  FulfillmentUpdateArgs,
  FulfillmentVersionArgs,
} from './fulfillment.inputs.js';
import { FulfillmentPayload } from './fulfillment.payload.js';
import { updateFulfillment } from './update-fulfillment.js';

const payload = (ctx: Ctx, change: () => Promise<FulfillmentAnswer>): Promise<FulfillmentPayload> =>
  asPayload(ctx, async () => {
    const { fulfillment, order } = await change();
    return { fulfillment, order: orderType(order) };
  });

@Resolver()
export class FulfillmentResolver {
  @Directive('@requiresScopes(scopes: [["fulfill:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FulfillmentPayload, {
    nullable: true,
    description:
      'Sends units of a paid order in a parcel. The order becomes PROCESSING with the first one and SHIPPED when nothing is left to send.',
  })
  fulfillmentCreate(
    @Args(() => FulfillmentCreateArgs) args: FulfillmentCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<FulfillmentPayload> {
    return payload(ctx, () => createFulfillment(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["fulfill:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FulfillmentPayload, {
    nullable: true,
    description: 'Corrects carrier and tracking of a parcel; what is left out stays.',
  })
  fulfillmentUpdate(
    @Args(() => FulfillmentUpdateArgs) args: FulfillmentUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<FulfillmentPayload> {
    return payload(ctx, () => updateFulfillment(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["fulfill:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FulfillmentPayload, {
    nullable: true,
    description: 'Notes that a parcel arrived; with the last one the order is DELIVERED.',
  })
  fulfillmentDeliver(
    @Args(() => FulfillmentVersionArgs) args: FulfillmentVersionArgs,
    @Context() ctx: Ctx,
  ): Promise<FulfillmentPayload> {
    return payload(ctx, () => deliverFulfillment(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["fulfill:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FulfillmentPayload, {
    nullable: true,
    description:
      'Calls a parcel off that was a mistake: its units are to be sent again; a SHIPPED order is PROCESSING again.',
  })
  fulfillmentCancel(
    @Args(() => FulfillmentVersionArgs) args: FulfillmentVersionArgs,
    @Context() ctx: Ctx,
  ): Promise<FulfillmentPayload> {
    return payload(ctx, () => cancelFulfillment(ctx, args));
  }
}
