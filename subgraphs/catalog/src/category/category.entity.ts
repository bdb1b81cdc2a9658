import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Node } from '@emporium/graphql/node.type';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { MediaAssetStub } from '../image/product-image.entity.js';

@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@Entity({ tableName: 'category' })
@Directive('@tag(name: "id-cat")')
@ObjectType('Category', {
  implements: Node,
  description: 'A place in the tree in which buyers browse.',
})
export class Category extends Node {
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Part of the category page address; unique.' })
  slug!: string;

  @Property({ type: 'text' })
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Property({ type: 'text', nullable: true })
  parentId?: string | null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Order among the children of the parent, from 0.' })
  position!: number;

  @Property({ type: 'text', nullable: true })
  imageAssetId?: string | null;

  @Property({ type: 'integer' })
  @Directive('@requiresScopes(scopes: [["read:category"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => Int, {
    nullable: true,
    description: 'Counts the changes of the category; the `expectedVersion` of the next one.',
  })
  version!: number;

  @Property({ type: 'timestamptz' })
  @Field(() => DateTimeScalar, { description: 'When it came into being.' })
  createdAt!: Date;

  @Property({ type: 'timestamptz' })
  @Field(() => DateTimeScalar, { description: 'When it changed last.' })
  updatedAt!: Date;

  @Field(() => MediaAssetStub, { nullable: true, description: 'Image of the category.' })
  get image(): MediaAssetStub | null {
    return this.imageAssetId ? { id: this.imageAssetId } : null;
  }
}
