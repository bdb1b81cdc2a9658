import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, type ConnectionOf } from '@emporium/graphql/paging';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { findUser } from '../user/find-users.js';
import { User } from '../user/user.entity.js';
import { ApiKeyIdentity } from './api-key-identity.type.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyCreateArgs, ApiKeyRotateArgs, ApiKeysArgs } from './api-key.inputs.js';
import { ApiKeyPayload } from './api-key.payload.js';
import { checkApiKey } from './check-api-key.js';
import { createApiKey } from './create-api-key.js';
import { listApiKeys } from './list-api-keys.js';
import { revokeApiKey } from './revoke-api-key.js';
import { rotateApiKey } from './rotate-api-key.js';

const ADMIN = '@tag(name: "admin")';
const { Connection: ApiKeyConnection } = connectionType('ApiKey', () => ApiKey, {
  directives: [ADMIN],
});

// @authenticated and no scope: only somebody who has logged in, never another key.
@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Whose key it is; null for others than the owner and staff with read:user.',
  })
  owner(@Root() key: ApiKey, @Context() ctx: Ctx): Promise<User | null> {
    return findUser(ctx, key.userId);
  }

  @Directive('@inaccessible')
  @Query(() => ApiKeyIdentity, {
    nullable: true,
    description:
      'Internal: what a key may do now, by the sha256 of it; null when it opens nothing.',
  })
  _apiKey(
    @Arg('secretHash', () => String, { description: 'sha256 of the key, in hex.' })
    secretHash: string,
    @Context() ctx: Ctx,
  ): Promise<ApiKeyIdentity | null> {
    return checkApiKey(ctx, secretHash);
  }

  @Directive('@authenticated')
  @Directive(ADMIN)
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => ApiKeyConnection, {
    nullable: true,
    description: 'API keys, the newest first: yours, with read:api_key those of everybody.',
  })
  apiKeys(
    @Args(() => ApiKeysArgs) args: ApiKeysArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<ApiKey>> {
    return listApiKeys(ctx, args);
  }

  @Directive('@authenticated')
  @Directive(ADMIN)
  @Mutation(() => ApiKeyPayload, {
    nullable: true,
    description: 'Makes an API key of yours. The answer shows the key itself, once.',
  })
  apiKeyCreate(
    @Args(() => ApiKeyCreateArgs) args: ApiKeyCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<ApiKeyPayload> {
    return asPayload(ctx, () => createApiKey(ctx, args));
  }

  @Directive('@authenticated')
  @Directive(ADMIN)
  @Mutation(() => ApiKeyPayload, {
    nullable: true,
    description:
      'Gives an API key of yours a new secret, shown once; that of before works until the overlap is over.',
  })
  apiKeyRotate(
    @Args(() => ApiKeyRotateArgs) args: ApiKeyRotateArgs,
    @Context() ctx: Ctx,
  ): Promise<ApiKeyPayload> {
    return asPayload(ctx, () => rotateApiKey(ctx, args));
  }

  @Directive('@authenticated')
  @Directive(ADMIN)
  @Mutation(() => ApiKeyPayload, {
    nullable: true,
    description: 'Ends an API key at once: yours, with delete:api_key that of anybody.',
  })
  apiKeyRevoke(
    @Arg('id', () => ID, { description: 'The API key.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<ApiKeyPayload> {
    return asPayload(ctx, () => revokeApiKey(ctx, id));
  }
}
