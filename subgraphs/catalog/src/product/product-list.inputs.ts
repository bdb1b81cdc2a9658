import { MoneyInput } from '@emporium/graphql/money.type';
import { PageArgs } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { SortDirection } from '@emporium/graphql/sort-direction';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { AttributeInput } from './attribute.type.js';

export enum ProductSortField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
  UPDATED_AT = 'UPDATED_AT',
  PRICE = 'PRICE',
}
registerEnumType(ProductSortField, {
  name: 'ProductSortField',
  description: 'What products are sorted by; the id breaks ties.',
  valuesConfig: {
    NAME: { description: 'Name, without regard to upper and lower case.' },
    CREATED_AT: { description: 'When they came into being.' },
    UPDATED_AT: { description: 'When they changed last.' },
    PRICE: { description: 'Lowest price of their variants.' },
  },
});

@InputType('ProductSort', { description: 'Order of a product list.' })
export class ProductSort {
  @Field(() => ProductSortField, { description: 'What to sort by.' })
  field!: ProductSortField;
  @Field(() => SortDirection, { defaultValue: SortDirection.ASC, description: 'Direction.' })
  direction!: SortDirection;
}

@InputType('ProductWhere', {
  description: 'Which products; conditions that are given must all hold.',
})
export class ProductWhere {
  @Field(() => [ID], { nullable: true, description: 'Ids, at most 100.' })
  ids?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'SKUs of products, at most 100.' })
  skus?: string[] | null;
  @Field(() => ID, { nullable: true, description: 'In this category or one below it.' })
  categoryId?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Active or inactive; only staff get inactive ones.',
  })
  isActive?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'Text in the name, upper and lower case alike; no wildcards.',
  })
  nameContains?: string | null;
  @Field(() => [AttributeInput], {
    nullable: true,
    description: 'Facts that all must be true, at most 20.',
  })
  attributes?: AttributeInput[] | null;
  @Field(() => MoneyInput, { nullable: true, description: 'A variant costs at least this much.' })
  priceFrom?: MoneyInput | null;
  @Field(() => MoneyInput, { nullable: true, description: 'A variant costs at most this much.' })
  priceTo?: MoneyInput | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Changed after this instant.' })
  updatedAfter?: Date | null;
  @Field(() => [ProductWhere], {
    nullable: true,
    description: 'All of these hold, at most three levels deep.',
  })
  AND?: ProductWhere[] | null;
  @Field(() => [ProductWhere], {
    nullable: true,
    description: 'One of these holds, at most three levels deep.',
  })
  OR?: ProductWhere[] | null;
}

@ArgsType()
export class ProductsArgs extends PageArgs {
  @Field(() => ProductWhere, { nullable: true, description: 'Which products.' })
  where?: ProductWhere | null;
  @Field(() => ProductSort, {
    nullable: true,
    description: 'Order; the newest first when it is left out.',
  })
  sort?: ProductSort | null;
}
