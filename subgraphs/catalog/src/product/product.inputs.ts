import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { ProductVariantInput } from '../variant/variant.inputs.js';
import { AttributeInput } from './attribute.type.js';

const text = {
  name: 'Name.',
  description:
    'Description as HTML or plain text; unknown tags and all attributes but links are taken out.',
  isActive: 'Inactive products (drafts) are seen by staff only.',
  categoryIds: 'Categories, in the order in which they are shown.',
  attributes: 'Facts about the product.',
  taxCategory:
    'Category of goods that taxes look at, as the tax zones name it, e.g. "reduced"; null = the default of the shop.',
};

@InputType('ProductCreateInput', { description: 'A new product.' })
export class ProductCreateInput {
  @Field(() => String, { description: 'Stock keeping unit; unique, never changes.' })
  sku!: string;
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Part of the page address; made of the name when it is left out.',
  })
  slug?: string | null;
  @Field(() => String, { nullable: true, description: text.description })
  description?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: `${text.isActive} Left out = true with variants, else false: what has no variant with a price is a draft.`,
  })
  isActive?: boolean | null;
  @Field(() => [ID], { nullable: true, description: text.categoryIds })
  categoryIds?: string[] | null;
  @Field(() => [AttributeInput], { nullable: true, description: text.attributes })
  attributes?: AttributeInput[] | null;
  @Field(() => String, { nullable: true, description: text.taxCategory })
  taxCategory?: string | null;
  @Field(() => [ProductVariantInput], {
    nullable: true,
    description: 'Variants to create with it.',
  })
  variants?: ProductVariantInput[] | null;
}

@InputType('ProductUpdateInput', { description: 'Changes of a product; what is left out stays.' })
export class ProductUpdateInput {
  @Field(() => ID, { description: 'The product.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the product that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the page address.' })
  slug?: string | null;
  @Field(() => String, { nullable: true, description: `${text.description} Null takes it away.` })
  description?: string | null;
  @Field(() => Boolean, { nullable: true, description: `${text.isActive} True needs a variant.` })
  isActive?: boolean | null;
  @Field(() => [ID], {
    nullable: true,
    description: `${text.categoryIds} Replaces the assignment.`,
  })
  categoryIds?: string[] | null;
  @Field(() => [AttributeInput], {
    nullable: true,
    description: `${text.attributes} Replaces them.`,
  })
  attributes?: AttributeInput[] | null;
  @Field(() => String, { nullable: true, description: text.taxCategory })
  taxCategory?: string | null;
}

@ArgsType()
export class ProductArgs {
  @Field(() => ID, { nullable: true, description: 'By id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: 'By SKU.' })
  sku?: string | null;
  @Field(() => String, { nullable: true, description: 'By slug.' })
  slug?: string | null;
}

@ArgsType()
export class ProductCreateArgs {
  @Field(() => ProductCreateInput, { description: 'The product.' })
  input!: ProductCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same product.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class ProductUpdateArgs {
  @Field(() => ProductUpdateInput, { description: 'The changes.' })
  input!: ProductUpdateInput;
}

@ArgsType()
export class ProductDeleteArgs {
  @Field(() => ID, { description: 'The product.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Version of the product that the caller saw.' })
  expectedVersion?: number | null;
}
