import { assumedListSize } from '@emporium/graphql/list-size';
import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { money, type MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { type Attribute, SelectedOption } from '../product/attribute.type.js';

@Directive('@key(fields: "id")')
@Directive('@key(fields: "sku")')
@Entity({ tableName: 'product_variant' })
@Directive('@tag(name: "id-var")')
@ObjectType('ProductVariant', {
  implements: Node,
  description: 'One form of a product: what is priced, stocked and bought.',
})
export class ProductVariant extends Node {
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Property({ type: 'text' })
  productId!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Stock keeping unit; unique, never changes.' })
  sku!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Name beside the name of the product, e.g. `Small / Blue`.' })
  name!: string;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Order among the variants of the product, from 0.' })
  position!: number;

  @Property({ type: 'json' })
  @Directive(assumedListSize(3))
  @Field(() => [SelectedOption], {
    name: 'selectedOptions',
    description: 'The choices that lead to this variant.',
  })
  options!: SelectedOption[];

  /** Facts beyond the options. */
  @Property({ type: 'json' })
  attributes!: Attribute[];

  @Property({ type: new BigIntType('number') })
  price!: number;
  @Property({ type: new BigIntType('number'), nullable: true })
  compareAtPrice?: number | null;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Barcode (EAN, UPC, ISBN …).' })
  barcode?: string | null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Weight in grams.' })
  weightGrams?: number | null;

  /** Import columns that the shop itself does not use; kept for the export. */
  @Property({ type: 'json' })
  csv!: Record<string, string>;

  @Property({ type: 'integer' })
  @Directive('@requiresScopes(scopes: [["read:product"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => Int, {
    nullable: true,
    description: 'Counts the changes of this variant; the `expectedVersion` of the next one.',
  })
  version!: number;

  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  deletedAt?: Date | null;
}

/** The price as a money value. */
export function priceOf(variant: ProductVariant): MoneyType {
  return money(variant.price, variant.currency);
}
