import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('MediaAsset', { description: 'An image; media knows the rest.' })
export class MediaAssetStub {
  @Field(() => ID, { description: 'Id of the asset.' })
  id!: string;
}

@Entity({ tableName: 'product_image' })
@ObjectType('ProductImage', {
  description: 'An image of a product. Its place belongs to the product, its bytes to media.',
})
export class ProductImage {
  @PrimaryKey({ type: 'text' })
  @Field(() => ID, { description: 'Id of the image in this product.' })
  id!: string;

  @Property({ type: 'text' })
  productId!: string;

  @Property({ type: 'text' })
  assetId!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Text for people who do not see the image.' })
  alt?: string | null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Order among the images of the product, from 0.' })
  position!: number;

  @Property({ type: 'boolean' })
  @Field(() => Boolean, {
    description: 'The image that stands for the product; exactly one when there are images.',
  })
  isPrimary!: boolean;

  /** `Image Src` of the import, kept for the export. */
  @Property({ type: 'text', nullable: true })
  source?: string | null;
}
