import { assumedListSize } from '@emporium/graphql/list-size';
import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Node } from '@emporium/graphql/node.type';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Attribute } from './attribute.type.js';

/** What an import found in columns that the shop itself does not use; kept for the export. */
export interface ProductCsv {
  columns?: Record<string, string>;
  /** Images whose files were not there. */
  images?: { src: string; alt: string; position: string }[];
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "sku")')
@Entity({ tableName: 'product' })
@Directive('@tag(name: "id-prod")')
@ObjectType('Product', {
  implements: Node,
  description: 'Something the shop sells, in one or more variants.',
})
export class Product extends Node {
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Stock keeping unit; unique, never changes.' })
  sku!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Part of the product page address; unique.' })
  slug!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Description as sanitised HTML or plain text.',
  })
  description?: string | null;

  @Property({ type: 'boolean' })
  @Field(() => Boolean, {
    description:
      'Drafts (inactive products) are seen by staff only; what is on sale has a variant.',
  })
  isActive!: boolean;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      'Category of goods that taxes look at, e.g. "reduced"; null = the default of the shop.',
  })
  taxCategory?: string | null;

  @Property({ type: 'json' })
  @Directive(assumedListSize(5))
  @Field(() => [Attribute], { description: 'Facts about the product.' })
  attributes!: Attribute[];

  /**
   * Lowest and highest price of the variants, 0 without one; kept here so that lists can sort by
   * it.
   */
  @Property({ type: new BigIntType('number') })
  minPrice!: number;
  @Property({ type: new BigIntType('number') })
  maxPrice!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;

  @Property({ type: 'text', nullable: true })
  creatorId?: string | null;

  @Property({ type: 'json' })
  csv!: ProductCsv;

  @Property({ type: 'integer' })
  @Directive('@requiresScopes(scopes: [["read:product"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => Int, {
    nullable: true,
    description:
      'Counts the changes of the product, its variants, images and categories; the `expectedVersion` of the next change.',
  })
  version!: number;

  @Property({ type: 'timestamptz' })
  @Field(() => DateTimeScalar, { description: 'When it came into being.' })
  createdAt!: Date;

  @Property({ type: 'timestamptz' })
  @Field(() => DateTimeScalar, { description: 'When it changed last.' })
  updatedAt!: Date;

  /** When it was first on sale; null for a draft that never was. */
  @Property({ type: 'timestamptz', nullable: true })
  publishedAt?: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  deletedAt?: Date | null;
}
