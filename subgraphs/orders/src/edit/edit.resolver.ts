import { asPayload } from '@emporium/graphql/as-payload';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  Field,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { OrderPayload } from '../order/order.payload.js';
import { orderType } from '../order/order.type.js';
import { editOrder } from './edit-order.js';
import { OrderEditArgs, OrderEditPreviewArgs } from './edit.inputs.js';
import { OrderEditPreviewPayload } from './edit.payload.js';
import { loadEdit } from './load-edit.js';
import { previewEdit } from './preview-edit.js';

@Directive('@inaccessible')
@ObjectType('OrderEditState', { description: 'How far a change of an order has come.' })
class OrderEditState {
  @Field(() => ID, { description: 'Id of the change.' })
  id!: string;
  @Field(() => String, { description: 'OPEN, APPLIED or REFUSED.' })
  status!: string;
}

@Resolver()
export class EditResolver {
  @Directive('@requiresScopes(scopes: [["edit:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      'Changes what is in a paid order that was not sent, all changes or none: adds variants, changes quantities, removes lines, gives prices. What it costs more is due (balanceDue) and paid by paymentCreate before it is sent; what it costs less goes back.',
  })
  orderEdit(
    @Args(() => OrderEditArgs) args: OrderEditArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return asPayload(ctx, async () => {
      const { order } = await editOrder(ctx, args);
      return { order: order ? orderType(order) : null };
    });
  }

  @Directive('@requiresScopes(scopes: [["edit:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 20)')
  @Query(() => OrderEditPreviewPayload, {
    nullable: true,
    description: 'What orderEdit would make of an order now; changes and holds nothing.',
  })
  orderEditPreview(
    @Args(() => OrderEditPreviewArgs) args: OrderEditPreviewArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderEditPreviewPayload> {
    return asPayload(ctx, async () => ({ preview: await previewEdit(ctx, args) }));
  }

  @Directive('@inaccessible')
  @Query(() => OrderEditState, {
    nullable: true,
    description: 'A change of an order for other subgraphs; null when there is none.',
  })
  async _orderEdit(
    @Arg('editId', () => ID, { description: 'Id of the change.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<OrderEditState | null> {
    if (ctx.principal.kind !== 'service') return null;
    const edit = await loadEdit(ctx, id);
    return edit ? { id, status: edit.status } : null;
  }
}
