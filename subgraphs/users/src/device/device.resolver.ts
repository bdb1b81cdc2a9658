import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize } from '@emporium/graphql/list-size';
import {
  Arg,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { isSelf } from '../user/user-visibility.js';
import { User } from '../user/user.entity.js';
import { asSimplePayload, SimplePayload } from '../user/user.payload.js';
import { forgetDevice } from './forget-device.js';
import { listDevices } from './list-devices.js';
import { RememberedDevice } from './remembered-device.entity.js';

@Resolver(() => User)
export class DeviceResolver {
  @Directive('@authenticated')
  @Directive(assumedListSize(3))
  @FieldResolver(() => [RememberedDevice], {
    nullable: true,
    description:
      'Devices that log in without a second factor, last used first, at most 20; for the owner.',
  })
  async rememberedDevices(
    @Root() user: User,
    @Context() ctx: Ctx,
  ): Promise<RememberedDevice[] | null> {
    return isSelf(ctx, user.id) ? batchByKey(ctx, listDevices).load(user.id) : null;
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Forgets one of your remembered devices: logging in there asks for a factor again. sessionRevokeAll and a new password forget all.',
  })
  rememberedDeviceForget(
    @Arg('id', () => ID, { description: 'The device.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => forgetDevice(ctx, id));
  }
}
