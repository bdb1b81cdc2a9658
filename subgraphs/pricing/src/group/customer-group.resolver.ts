import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
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
import { createRule } from '../rule/create-rule.js';
import { addMembers, removeMembers } from './change-members.js';
import { deleteGroup } from './delete-group.js';
import { findRule } from '../rule/find-rules.js';
import { listRules } from '../rule/list-rules.js';
import { PricingRulesArgs } from '../rule/rule-list.inputs.js';
import { PricingRuleDeleteArgs } from '../rule/rule.inputs.js';
import { PricingRuleDeletePayload } from '../rule/rule.payload.js';
import { updateRule } from '../rule/update-rule.js';
import {
  CustomerGroupCreateArgs,
  CustomerGroupMembersArgs,
  CustomerGroupUpdateArgs,
} from './customer-group.inputs.js';
import { customerGroup } from './customer-group.noun.js';
import { CustomerGroupPayload } from './customer-group.payload.js';
import { CustomerGroup, CustomerGroupMember, toMember } from './customer-group.type.js';

const { Connection: CustomerGroupConnection } = connectionType(
  'CustomerGroup',
  () => CustomerGroup,
  {
    directives: ['@tag(name: "admin")'],
  },
);

const { Connection: CustomerGroupMemberConnection } = connectionType(
  'CustomerGroupMember',
  () => CustomerGroupMember,
  { directives: ['@tag(name: "admin")'] },
);

@Resolver(() => CustomerGroup)
export class CustomerGroupResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => CustomerGroup, {
    nullable: true,
    description: 'A customer group; null when there is none.',
  })
  customerGroup(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<CustomerGroup | null> {
    return findRule(ctx, customerGroup, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => CustomerGroupConnection, {
    nullable: true,
    description: 'Customer groups, page by page.',
  })
  customerGroups(
    @Args(() => PricingRulesArgs) args: PricingRulesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<CustomerGroup>> {
    return listRules(ctx, customerGroup, args);
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CustomerGroupPayload, {
    nullable: true,
    description: 'Creates a customer group.',
  })
  customerGroupCreate(
    @Args(() => CustomerGroupCreateArgs) args: CustomerGroupCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<CustomerGroupPayload> {
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, customerGroup, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CustomerGroupPayload, {
    nullable: true,
    description: 'Changes a customer group.',
  })
  customerGroupUpdate(
    @Args(() => CustomerGroupUpdateArgs) { input }: CustomerGroupUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<CustomerGroupPayload> {
    return asPayload(ctx, async () => {
      await updateRule(ctx, customerGroup, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CustomerGroupPayload, {
    nullable: true,
    description: 'Adds users to a customer group; those who are in it stay.',
  })
  customerGroupMembersAdd(
    @Args(() => CustomerGroupMembersArgs) args: CustomerGroupMembersArgs,
    @Context() ctx: Ctx,
  ): Promise<CustomerGroupPayload> {
    return asPayload(ctx, async () => {
      await addMembers(ctx, args);
      return answer(ctx, args.groupId);
    });
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CustomerGroupPayload, {
    nullable: true,
    description: 'Takes users out of a customer group.',
  })
  customerGroupMembersRemove(
    @Args(() => CustomerGroupMembersArgs) args: CustomerGroupMembersArgs,
    @Context() ctx: Ctx,
  ): Promise<CustomerGroupPayload> {
    return asPayload(ctx, async () => {
      await removeMembers(ctx, args);
      return answer(ctx, args.groupId);
    });
  }

  @Directive(connectionListSize(20))
  @FieldResolver(() => CustomerGroupMemberConnection, {
    description: 'Who belongs to it, the newest first.',
  })
  members(
    @Root() group: CustomerGroup,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<CustomerGroupMember>> {
    const noun = { kind: 'GROUP_MEMBER' as const, toType: toMember };
    return listRules(ctx, noun, { first: 20, ...args, where: { parentId: group.id } });
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description: 'Deletes a customer group without members that no rule names.',
  })
  customerGroupDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deleteGroup(ctx, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({
  customerGroup: await findRule(ctx, customerGroup, id),
});
