import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('User', { description: 'A user; owned by users.' })
export class UserStub {
  @Field(() => ID, { description: 'User id.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Order', { description: 'An order; owned by orders.' })
export class OrderStub {
  @Field(() => ID, { description: 'Order id.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Product', { description: 'A product; owned by catalog.' })
export class ProductStub {
  @Field(() => ID, { description: 'Product id.' })
  id!: string;
}
