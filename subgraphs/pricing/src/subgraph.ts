import { OrderCancelled, OrderCreated, OrderEdited } from '@emporium/orders-events';
import { personDataResolver } from '@emporium/graphql/person-data.resolver';
import { personRemainsResolver } from '@emporium/graphql/person-remains.resolver';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { UserDeleted } from '@emporium/users-events';
import { shopCurrency } from './currency/shop-currency.noun.js';
import { ShopCurrencyResolver } from './currency/shop-currency.resolver.js';
import { discountCode } from './code/discount-code.noun.js';
import { DiscountCodeResolver } from './code/discount-code.resolver.js';
import { customerGroup } from './group/customer-group.noun.js';
import { CustomerGroupResolver } from './group/customer-group.resolver.js';
import { onUserDeleted } from './group/on-user-deleted.js';
import { pricingInvariants } from './invariants/pricing-invariants.js';
import { Pricing001Tables } from './migrations/pricing-001-tables.js';
import { priceList } from './price-list/price-list.noun.js';
import { PriceListResolver } from './price-list/price-list.resolver.js';
import { promotion } from './promotion/promotion.noun.js';
import { PromotionResolver } from './promotion/promotion.resolver.js';
import { ownedRules } from './reconcile/owned-rules.js';
import { onOrderCancelled } from './redemption/on-order-cancelled.js';
import { onOrderCreated } from './redemption/on-order-created.js';
import { onOrderEdited } from './redemption/on-order-edited.js';
import { resolveRules } from './rule/resolve-rules.js';
import { shippingMethod } from './shipping/shipping-method.noun.js';
import { ShippingMethodResolver } from './shipping/shipping-method.resolver.js';
import { findRemains } from './person/find-remains.js';
import { personData } from './person/person-data.js';
import { entities } from './tables.js';
import { TaxSettingsResolver } from './tax/tax-settings.resolver.js';
import { taxZone } from './tax/tax-zone.noun.js';
import { TaxZoneResolver } from './tax/tax-zone.resolver.js';

export const pricing = defineSubgraph({
  name: 'pricing',
  schema: {
    resolvers: [
      personDataResolver('pricing', personData),
      personRemainsResolver('pricing', findRemains),
      TaxZoneResolver,
      TaxSettingsResolver,
      ShippingMethodResolver,
      PromotionResolver,
      DiscountCodeResolver,
      CustomerGroupResolver,
      PriceListResolver,
      ShopCurrencyResolver,
    ],
    references: {
      TaxZone: resolveRules(taxZone),
      ShippingMethod: resolveRules(shippingMethod),
      Promotion: resolveRules(promotion),
      DiscountCode: resolveRules(discountCode),
      CustomerGroup: resolveRules(customerGroup),
      PriceList: resolveRules(priceList),
      ShopCurrency: resolveRules(shopCurrency),
    },
    directives: { PricingError: ['@tag(name: "admin")'] },
  },
  entities: Object.values(entities),
  migrations: [Pricing001Tables],
  consumers: [
    {
      group: 'pricing-redemptions',
      mode: 'inbox',
      handlers: [
        on(OrderCreated, onOrderCreated),
        on(OrderEdited, onOrderEdited),
        on(OrderCancelled, onOrderCancelled),
      ],
    },
    { group: 'pricing-members', mode: 'inbox', handlers: [on(UserDeleted, onUserDeleted)] },
  ],
  invariants: pricingInvariants,
  owned: [ownedRules],
});
