import type { Principal } from '@emporium/auth/principal';
import type { Shop } from '../start-shop.js';
import { callSubgraph } from './call-subgraph.js';
import {
  DEMO_CODES,
  DEMO_TAX_SETTINGS,
  DEMO_TAX_ZONES,
  demoShippingMethods,
} from './demo-pricing.js';

const ERRORS = 'userErrors { ... on UserError { code message } }';
const SETTINGS = 'query { taxSettings { version } }';
const SET = `mutation ($input: TaxSettingsUpdateInput!) { taxSettingsUpdate(input: $input) { ${ERRORS} } }`;
const creation = (noun: string) => {
  const type = `${noun[0]!.toUpperCase()}${noun.slice(1)}CreateInput!`;
  return `mutation ($input: ${type}, $key: ID) { ${noun}Create(input: $input, idempotencyKey: $key) { ${noun} { id } ${ERRORS} } }`;
};

/**
 * Creates the demo rules: taxes, ways of delivery and two codes. Safe to repeat: each step has a
 * key of its own. Totals stay sums of prices: they include tax, and delivery costs when it is
 * chosen.
 */
export async function seedPricing(shop: Shop, staff: Principal): Promise<void> {
  const call = <T>(query: string, variables: Record<string, unknown> = {}) =>
    callSubgraph<T>(shop, 'pricing', staff, query, variables);
  const create = async (noun: string, name: string, input: object): Promise<string> => {
    const answer = await call<Record<string, { id: string }>>(creation(noun), {
      input,
      key: `seed-${noun}-${name}`,
    });
    return answer[noun]!.id;
  };
  if (!(await call<unknown>(SETTINGS))) await call(SET, { input: DEMO_TAX_SETTINGS });
  for (const zone of DEMO_TAX_ZONES) await create('taxZone', zone.name, zone);
  for (const method of demoShippingMethods(shop.config.shopCurrency))
    await create('shippingMethod', method.name, method);
  for (const { code, promotion } of DEMO_CODES) {
    const promotionId = await create('promotion', code, promotion);
    await create('discountCode', code, { promotionId, code });
  }
}
