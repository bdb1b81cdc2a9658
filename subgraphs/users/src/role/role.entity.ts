import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-role")')
@ObjectType('Role', {
  implements: Node,
  description: 'A named set of permissions; each user has one role.',
})
@Entity({ tableName: 'role' })
export class Role extends Node {
  [OptionalProps]?: 'isBuiltIn' | 'requiresFactor' | 'version' | 'createdAt' | 'updatedAt';

  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Field(() => String, { description: 'Name, e.g. `SUPERVISOR`.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => [String], { description: 'What holders may do, e.g. `create:product`.' })
  @Property({ type: 'json' })
  permissions!: string[];

  @Field(() => Boolean, {
    description: 'One of the roles every shop has; it can be neither renamed nor deleted.',
  })
  @Property({ type: 'boolean' })
  isBuiltIn: boolean = false;

  // Its resolver knows what the configuration says of ADMIN.
  @Property({ type: 'boolean' })
  requiresFactor: boolean = false;

  @Field(() => Int, { description: 'Version for `expectedVersion`.' })
  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When the role last changed.' })
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
