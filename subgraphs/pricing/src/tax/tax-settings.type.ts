import { Node } from '@emporium/graphql/node.type';
import { CountryCodeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';

export enum ShippingTax {
  AS_GOODS = 'AS_GOODS',
  CATEGORY = 'CATEGORY',
}
registerEnumType(ShippingTax, {
  name: 'ShippingTax',
  description: 'How shipping is taxed.',
  valuesConfig: {
    AS_GOODS: { description: 'Split over the rates of the goods that are shipped.' },
    CATEGORY: { description: 'By a tax category of its own.' },
  },
});

@Directive('@tag(name: "admin")')
@ObjectType('TaxSettings', {
  implements: Node,
  description: 'How the shop states prices and taxes; there is one.',
})
export class TaxSettings extends RuleNode {
  @Field(() => Boolean, {
    description: 'Prices are gross (usual for consumers); otherwise tax is added to them.',
  })
  pricesIncludeTax!: boolean;
  @Field(() => CountryCodeScalar, {
    description: 'Where the shop is: its own country knows no reverse charge.',
  })
  originCountry!: string;
  @Field(() => ShippingTax, { description: 'How shipping is taxed.' })
  shippingTax!: ShippingTax;
  @Field(() => String, { description: 'Tax category of shipping, where it has its own.' })
  shippingTaxCategory!: string;
  @Field(() => String, { description: 'Tax category of goods that name none.' })
  defaultTaxCategory!: string;
}

/** The settings as the API shows them. */
export function toTaxSettings(row: RuleRow<'TAX_SETTINGS'>): TaxSettings {
  const { kind: _kind, id: _id, ...settings } = row.data;
  return Object.assign(Object.create(TaxSettings.prototype) as TaxSettings, {
    ...ruleNode(row),
    ...settings,
    shippingTax: settings.shippingTax as ShippingTax,
  });
}
