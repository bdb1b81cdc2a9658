import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { money } from '@emporium/graphql/money.type';
import { Rejection } from '@emporium/graphql/rejection';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { disableGiftCard } from './disable-gift-card.js';
import { usableGiftCard } from './find-gift-card.js';
import { findGiftCards, giftCardsById } from './find-gift-cards.js';
import { GiftCardDisableArgs, GiftCardIssueArgs, GiftCardsArgs } from './gift-card.inputs.js';
import { GiftCardPayload } from './gift-card.payload.js';
import {
  GiftCardBalanceType,
  GiftCardConnection,
  giftCardType,
  GiftCardType,
} from './gift-card.type.js';
import { issueGiftCard } from './issue-gift-card.js';

@Resolver(() => GiftCardType)
export class GiftCardResolver {
  @Query(() => GiftCardBalanceType, {
    nullable: true,
    description:
      'What is left on a gift card, for whoever has its code; null when no card of this code can pay.',
  })
  async giftCardBalance(
    @Arg('code', () => String, { description: 'Code of the card.' }) code: string,
    @Context() ctx: Ctx,
  ): Promise<GiftCardBalanceType | null> {
    const card = await usableGiftCard(ctx, code).catch((error: unknown) => {
      if (error instanceof Rejection) return null;
      throw error;
    });
    if (!card) return null;
    const { last4, balance, currency, expiresAt } = card;
    return { last4, balance: money(balance, currency), expiresAt };
  }

  @Directive('@requiresScopes(scopes: [["read:gift_card"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => GiftCardType, { nullable: true, description: 'A gift card, for staff.' })
  async giftCard(
    @Arg('id', () => ID, { description: 'Id of the card.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<GiftCardType | null> {
    const [card] = await giftCardsById(ctx, [id]);
    return card ?? null;
  }

  @Directive('@requiresScopes(scopes: [["read:gift_card"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => GiftCardConnection, {
    nullable: true,
    description: 'All gift cards, the newest first.',
  })
  giftCards(@Args(() => GiftCardsArgs) args: GiftCardsArgs, @Context() ctx: Ctx) {
    return findGiftCards(ctx, args);
  }

  @Directive('@requiresScopes(scopes: [["create:gift_card"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 10)')
  @Mutation(() => GiftCardPayload, {
    nullable: true,
    description: 'Issues a gift card and tells its code, this one time.',
  })
  giftCardIssue(
    @Args(() => GiftCardIssueArgs) args: GiftCardIssueArgs,
    @Context() ctx: Ctx,
  ): Promise<GiftCardPayload> {
    return asPayload(ctx, async () => {
      const { card, code } = await issueGiftCard(ctx, args);
      return { giftCard: giftCardType(card), code };
    });
  }

  @Directive('@requiresScopes(scopes: [["update:gift_card"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 10)')
  @Mutation(() => GiftCardPayload, {
    nullable: true,
    description: 'Closes a gift card: it pays no more; what is on it stays.',
  })
  giftCardDisable(
    @Args(() => GiftCardDisableArgs) args: GiftCardDisableArgs,
    @Context() ctx: Ctx,
  ): Promise<GiftCardPayload> {
    return asPayload(ctx, async () => ({
      giftCard: giftCardType(await disableGiftCard(ctx, args)),
    }));
  }
}
