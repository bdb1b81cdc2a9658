import { forgetLoaded } from '@emporium/graphql/batch-by-key';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import {
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import { asPayload } from '../taken/as-payload.js';
import { variantById } from '../variant/load-variants.js';
import { adjustStock } from './adjust-stock.js';
import { movementsOfVariant } from './movements-of-variant.js';
import { StockMovement, StockMovementType } from './stock-movement.entity.js';
import { Stock } from './stock.type.js';
import { StockPayload } from './stock.payload.js';

const { Connection: StockMovementConnection } = connectionType(
  'StockMovement',
  () => StockMovement,
  {
    directives: ['@tag(name: "admin")'],
    uncounted: true,
  },
);

@ArgsType()
class StockAdjustArgs {
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => Int, { description: 'Units to add, negative to take away.' })
  change!: number;
  @Field(() => StockMovementType, {
    description: 'INITIAL_STOCK, ADMIN_UPDATE, ADJUSTMENT or RETURN.',
  })
  type!: StockMovementType;
  @Field(() => String, { nullable: true, description: 'Reason for the ledger.' })
  reason?: string | null;
  @Field(() => ID, {
    description: 'The same key and input again changes nothing and gives the same answer.',
  })
  idempotencyKey!: string;
}

@Resolver(() => Stock)
export class StockResolver {
  @Directive(connectionListSize(20))
  @FieldResolver(() => StockMovementConnection, { description: 'The ledger, newest first.' })
  movements(
    @Root() stock: Stock,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<StockMovement>> {
    return movementsOfVariant(ctx, stock.variantId, args);
  }

  @Directive('@requiresScopes(scopes: [["update:stock"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 20)')
  @Mutation(() => StockPayload, {
    nullable: true,
    description: 'Adds or takes units of a variant.',
  })
  stockAdjust(
    @Args(() => StockAdjustArgs) args: StockAdjustArgs,
    @Context() ctx: Ctx,
  ): Promise<StockPayload> {
    return asPayload(ctx, async () => {
      const movement = await adjustStock(ctx, args);
      forgetLoaded(ctx);
      return { movement, variant: await variantById(ctx, args.variantId) };
    });
  }
}
