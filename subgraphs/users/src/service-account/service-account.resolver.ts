import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { createServiceAccount } from './create-service-account.js';
import { deleteServiceAccount } from './delete-service-account.js';
import { listServiceAccounts } from './list-service-accounts.js';
import { rotateClientSecret } from './rotate-client-secret.js';
import { ServiceAccount } from './service-account.entity.js';
import {
  ServiceAccountCreateArgs,
  ServiceAccountSecretRotateArgs,
  ServiceAccountUpdateArgs,
} from './service-account.inputs.js';
import { ServiceAccountPayload } from './service-account.payload.js';
import { updateServiceAccount } from './update-service-account.js';

const ADMIN = '@tag(name: "admin")';
/** Beside the scope of a mutation: only a person, so that no machine makes itself another one. */
const PERSON = '@authenticated';
const { Connection: ServiceAccountConnection } = connectionType(
  'ServiceAccount',
  () => ServiceAccount,
  { directives: [ADMIN] },
);

@Resolver(() => ServiceAccount)
export class ServiceAccountResolver {
  @Directive('@requiresScopes(scopes: [["read:service_account"]])')
  @Directive(ADMIN)
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => ServiceAccountConnection, {
    nullable: true,
    description: 'Service accounts, the newest first.',
  })
  serviceAccounts(
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<ServiceAccount>> {
    return listServiceAccounts(ctx, args);
  }

  @Directive(PERSON)
  @Directive('@requiresScopes(scopes: [["create:service_account"]])')
  @Directive(ADMIN)
  @Mutation(() => ServiceAccountPayload, {
    nullable: true,
    description: 'Makes a service account. The answer shows its client secret, once.',
  })
  serviceAccountCreate(
    @Args(() => ServiceAccountCreateArgs) args: ServiceAccountCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<ServiceAccountPayload> {
    return asPayload(ctx, () => createServiceAccount(ctx, args));
  }

  @Directive(PERSON)
  @Directive('@requiresScopes(scopes: [["update:service_account"]])')
  @Directive(ADMIN)
  @Mutation(() => ServiceAccountPayload, {
    nullable: true,
    description: 'Changes a service account; its access tokens are void at once.',
  })
  serviceAccountUpdate(
    @Args(() => ServiceAccountUpdateArgs) args: ServiceAccountUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<ServiceAccountPayload> {
    return asPayload(ctx, () => updateServiceAccount(ctx, args));
  }

  @Directive(PERSON)
  @Directive('@requiresScopes(scopes: [["update:service_account"]])')
  @Directive(ADMIN)
  @Mutation(() => ServiceAccountPayload, {
    nullable: true,
    description:
      'Gives a service account a new client secret, shown once; that of before works until the overlap is over.',
  })
  serviceAccountSecretRotate(
    @Args(() => ServiceAccountSecretRotateArgs) args: ServiceAccountSecretRotateArgs,
    @Context() ctx: Ctx,
  ): Promise<ServiceAccountPayload> {
    return asPayload(ctx, () => rotateClientSecret(ctx, args));
  }

  @Directive(PERSON)
  @Directive('@requiresScopes(scopes: [["delete:service_account"]])')
  @Directive(ADMIN)
  @Mutation(() => ServiceAccountPayload, {
    nullable: true,
    description: 'Deletes a service account; its secrets and access tokens are void at once.',
  })
  serviceAccountDelete(
    @Arg('id', () => ID, { description: 'The account.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<ServiceAccountPayload> {
    return asPayload(ctx, () => deleteServiceAccount(ctx, id));
  }
}
