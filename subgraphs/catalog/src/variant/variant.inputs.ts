import { MoneyInput } from '@emporium/graphql/money.type';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { AttributeInput, SelectedOptionInput } from '../product/attribute.type.js';

const text = {
  sku: 'Stock keeping unit; unique, never changes.',
  name: 'Name beside the name of the product; follows from the options when it is left out.',
  price: "Price in the shop's currency.",
  compareAtPrice: 'Price it had before, shown beside the price.',
  options: 'The choices that lead to this variant; no two variants of a product may have the same.',
  attributes: 'Further facts.',
  barcode: 'Barcode (EAN, UPC, ISBN …).',
  weightGrams: 'Weight in grams.',
  position: 'Order among the variants of the product, from 0.',
};

@InputType('ProductVariantInput', { description: 'A variant of a new product.' })
export class ProductVariantInput {
  @Field(() => String, { description: text.sku })
  sku!: string;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => MoneyInput, { description: text.price })
  price!: MoneyInput;
  @Field(() => MoneyInput, { nullable: true, description: text.compareAtPrice })
  compareAtPrice?: MoneyInput | null;
  @Field(() => [SelectedOptionInput], { nullable: true, description: text.options })
  options?: SelectedOptionInput[] | null;
  @Field(() => [AttributeInput], { nullable: true, description: text.attributes })
  attributes?: AttributeInput[] | null;
  @Field(() => String, { nullable: true, description: text.barcode })
  barcode?: string | null;
  @Field(() => Int, { nullable: true, description: text.weightGrams })
  weightGrams?: number | null;
  @Field(() => Int, { nullable: true, description: text.position })
  position?: number | null;
  @Field(() => Int, { nullable: true, description: 'First stock; needs `update:stock`.' })
  initialStock?: number | null;
}

@InputType('ProductVariantCreateInput', { description: 'A new variant of a product.' })
export class ProductVariantCreateInput extends ProductVariantInput {
  @Field(() => ID, { description: 'The product.' })
  productId!: string;
}

@InputType('ProductVariantUpdateInput', {
  description: 'Changes of a variant; what is left out stays.',
})
export class ProductVariantUpdateInput {
  @Field(() => ID, { description: 'The variant.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the variant that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: 'Name beside the name of the product.' })
  name?: string | null;
  @Field(() => MoneyInput, { nullable: true, description: text.price })
  price?: MoneyInput | null;
  @Field(() => MoneyInput, {
    nullable: true,
    description: `${text.compareAtPrice} Null takes it away.`,
  })
  compareAtPrice?: MoneyInput | null;
  @Field(() => [SelectedOptionInput], { nullable: true, description: text.options })
  options?: SelectedOptionInput[] | null;
  @Field(() => [AttributeInput], { nullable: true, description: text.attributes })
  attributes?: AttributeInput[] | null;
  @Field(() => String, { nullable: true, description: `${text.barcode} Null takes it away.` })
  barcode?: string | null;
  @Field(() => Int, { nullable: true, description: `${text.weightGrams} Null takes it away.` })
  weightGrams?: number | null;
  @Field(() => Int, { nullable: true, description: text.position })
  position?: number | null;
}

@ArgsType()
export class ProductVariantCreateArgs {
  @Field(() => ProductVariantCreateInput, { description: 'The variant.' })
  input!: ProductVariantCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same variant.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class ProductVariantUpdateArgs {
  @Field(() => ProductVariantUpdateInput, { description: 'The changes.' })
  input!: ProductVariantUpdateInput;
}

@ArgsType()
export class ProductVariantDeleteArgs {
  @Field(() => ID, { description: 'The variant.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Version of the variant that the caller saw.' })
  expectedVersion?: number | null;
}
