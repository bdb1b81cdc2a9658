import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

const text = {
  name: 'Name.',
  parentId: 'The category above it; null = top of the tree.',
  position: 'Order among its siblings, from 0.',
  imageAssetId: 'Asset from `mediaUpload`.',
};

@InputType('CategoryCreateInput', { description: 'A new category.' })
export class CategoryCreateInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Part of the page address; made of the name when it is left out.',
  })
  slug?: string | null;
  @Field(() => ID, { nullable: true, description: text.parentId })
  parentId?: string | null;
  @Field(() => Int, { nullable: true, description: text.position })
  position?: number | null;
  @Field(() => ID, { nullable: true, description: text.imageAssetId })
  imageAssetId?: string | null;
}

@InputType('CategoryUpdateInput', { description: 'Changes of a category; what is left out stays.' })
export class CategoryUpdateInput {
  @Field(() => ID, { description: 'The category.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the category that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the page address.' })
  slug?: string | null;
  @Field(() => ID, { nullable: true, description: text.parentId })
  parentId?: string | null;
  @Field(() => Int, { nullable: true, description: text.position })
  position?: number | null;
  @Field(() => ID, {
    nullable: true,
    description: `${text.imageAssetId} Null takes the image away.`,
  })
  imageAssetId?: string | null;
}

@ArgsType()
export class CategoryArgs {
  @Field(() => ID, { nullable: true, description: 'By id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: 'By slug.' })
  slug?: string | null;
}

@ArgsType()
export class CategoryCreateArgs {
  @Field(() => CategoryCreateInput, { description: 'The category.' })
  input!: CategoryCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same category.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class CategoryUpdateArgs {
  @Field(() => CategoryUpdateInput, { description: 'The changes.' })
  input!: CategoryUpdateInput;
}

@ArgsType()
export class CategoryDeleteArgs {
  @Field(() => ID, { description: 'The category.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Version of the category that the caller saw.' })
  expectedVersion?: number | null;
}
