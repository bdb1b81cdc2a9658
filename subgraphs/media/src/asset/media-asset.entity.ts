import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Node } from '@emporium/graphql/node.type';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-med")')
@ObjectType('MediaAsset', {
  implements: Node,
  description: 'An uploaded image. Its bytes never change; another picture is another asset.',
})
@Entity({ tableName: 'media_asset' })
export class MediaAsset extends Node {
  @Field(() => ID, { description: 'Asset id, `med_…`.' })
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Field(() => String, {
    description:
      'sha-256 of the uploaded bytes in hex: the same upload twice is one asset, of the shop and of each person.',
  })
  @Property({ type: 'text' })
  contentHash!: string;

  @Field(() => String, { description: 'Media type of the stored copy, found from its content.' })
  @Property({ type: 'text' })
  mimeType!: string;

  @Field(() => Int, { description: 'Size of the stored copy in bytes.' })
  @Property({ type: 'integer' })
  bytes!: number;

  @Field(() => Int, { nullable: true, description: 'Width in pixels.' })
  @Property({ type: 'integer' })
  width!: number;

  @Field(() => Int, { nullable: true, description: 'Height in pixels.' })
  @Property({ type: 'integer' })
  height!: number;

  @Field(() => String, {
    nullable: true,
    description: 'A tiny blurred copy as data URL, to show while the image loads.',
  })
  @Property({ type: 'text' })
  placeholder!: string;

  @Field(() => String, { nullable: true, description: 'Text for those who cannot see the image.' })
  @Property({ type: 'text', nullable: true })
  alt!: string | null;

  /** Whose own picture it is; null for the shop's images. */
  @Property({ type: 'text', nullable: true })
  ownerId: string | null = null;

  @Property({ type: 'integer' })
  version = 1;

  @Field(() => DateTimeScalar, { description: 'When it was uploaded.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
