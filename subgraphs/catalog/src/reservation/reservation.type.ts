import { assumedListSize } from '@emporium/graphql/list-size';
import { MoneyType } from '@emporium/graphql/money.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ReservationState {
  HELD = 'HELD',
  CONFIRMED = 'CONFIRMED',
  RELEASED = 'RELEASED',
}
registerEnumType(ReservationState, {
  name: 'ReservationState',
  description: 'What became of a hold.',
  valuesConfig: {
    HELD: { description: 'The units wait for the payment.' },
    CONFIRMED: { description: 'The order was paid; the units are sold.' },
    RELEASED: { description: 'The units are free again, or back after a cancellation.' },
  },
});

@Directive('@inaccessible')
@ObjectType('ReservedLine', {
  description: 'Held units of one variant with the price that counts.',
})
export class ReservedLine {
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => Int, { description: 'Units held.' })
  quantity!: number;
  @Field(() => MoneyType, { description: 'Price of one unit when they were held.' })
  unitPrice!: MoneyType;
  @Field(() => String, { description: 'Name of the product then.' })
  productName!: string;
  @Field(() => String, { description: 'Name of the variant then.' })
  variantName!: string;
  @Field(() => String, { description: 'SKU of the variant.' })
  sku!: string;
  @Field(() => ID, { nullable: true, description: 'Asset of the image of the product then.' })
  imageAssetId?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The product; null in holds from before it was kept.',
  })
  productId?: string | null;
  @Directive(assumedListSize(5))
  @Field(() => [ID], { description: 'Its categories then, with everything above them.' })
  categoryIds!: string[];
  @Field(() => String, { nullable: true, description: 'Category of goods for taxes then.' })
  taxCategory?: string | null;
  @Field(() => Int, { nullable: true, description: 'Weight of one unit in grams then.' })
  weightGrams?: number | null;
}

@Directive('@inaccessible')
@ObjectType('Reservation', {
  description: 'The units held for one order: all of its lines or none.',
})
export class Reservation {
  @Field(() => ID, { description: 'Id of the hold.' })
  id!: string;
  @Field(() => ID, { description: 'The order; it has one hold.' })
  orderId!: string;
  @Field(() => ReservationState, { description: 'What became of it.' })
  state!: ReservationState;
  @Field(() => DateTimeScalar, {
    description: 'From when on catalog asks orders whether the hold is still needed.',
  })
  expiresAt!: Date;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether little was left of a variant when the units were held; null when that is not known any more.',
  })
  isScarce?: boolean | null;
  @Directive(assumedListSize(10))
  @Field(() => [ReservedLine], { description: 'One line per variant, ordered by variant id.' })
  lines!: ReservedLine[];
}

@Directive('@inaccessible')
@InputType('ReservationLine', { description: 'Units to hold.' })
export class ReservationLine {
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => Int, { description: 'Units; lines of one variant are added up.' })
  quantity!: number;
}
