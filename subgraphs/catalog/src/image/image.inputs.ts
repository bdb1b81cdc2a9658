import { ArgsType, Field, ID, Int } from 'type-graphql';

const text = {
  alt: 'Text for people who do not see the image.',
  position: 'Place among the images of the product, from 0; the others move.',
  isPrimary: 'Whether it stands for the product; true takes that from the image that had it.',
  expectedVersion: 'Version of the product that the caller saw.',
};

@ArgsType()
export class ProductImageAddArgs {
  @Field(() => ID, { description: 'The product.' })
  productId!: string;
  @Field(() => ID, { description: 'Asset from `mediaUpload`.' })
  assetId!: string;
  @Field(() => String, { nullable: true, description: text.alt })
  alt?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: `${text.position} At the end when it is left out.`,
  })
  position?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: `${text.isPrimary} The first image always does.`,
  })
  isPrimary?: boolean | null;
  @Field(() => Int, { nullable: true, description: text.expectedVersion })
  expectedVersion?: number | null;
}

@ArgsType()
export class ProductImageUpdateArgs {
  @Field(() => ID, { description: 'The image.' })
  id!: string;
  @Field(() => String, { nullable: true, description: `${text.alt} Null takes it away.` })
  alt?: string | null;
  @Field(() => Int, { nullable: true, description: text.position })
  position?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: `${text.isPrimary} False changes nothing: name the new one instead.`,
  })
  isPrimary?: boolean | null;
  @Field(() => Int, { nullable: true, description: text.expectedVersion })
  expectedVersion?: number | null;
}

@ArgsType()
export class ProductImageRemoveArgs {
  @Field(() => ID, { description: 'The image.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: text.expectedVersion })
  expectedVersion?: number | null;
}
