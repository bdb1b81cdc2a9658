import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { UserDeleted } from '@emporium/users-events';
import { DiscountCodeResolver } from './code/discount-code.resolver.js';
import { CustomerGroupResolver } from './group/customer-group.resolver.js';
import { onUserDeleted } from './group/on-user-deleted.js';
import { Pricing001Tables } from './migrations/pricing-001-tables.js';
import { PriceListResolver } from './price-list/price-list.resolver.js';
import { PromotionResolver } from './promotion/promotion.resolver.js';
import { ShippingMethodResolver } from './shipping/shipping-method.resolver.js';
import { entities } from './tables.js';
import { TaxSettingsResolver } from './tax/tax-settings.resolver.js';
import { TaxZoneResolver } from './tax/tax-zone.resolver.js';

export const pricing = defineSubgraph({
  name: 'pricing',
  schema: {
    resolvers: [
      TaxZoneResolver,
      TaxSettingsResolver,
      ShippingMethodResolver,
      PromotionResolver,
      DiscountCodeResolver,
      CustomerGroupResolver,
      PriceListResolver,
    ],
    directives: { PricingError: ['@tag(name: "admin")'] },
  },
  entities: Object.values(entities),
  migrations: [Pricing001Tables],
  consumers: [
    { group: 'pricing-members', mode: 'inbox', handlers: [on(UserDeleted, onUserDeleted)] },
  ],
});
