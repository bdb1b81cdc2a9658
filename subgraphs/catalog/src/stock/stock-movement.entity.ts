import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Node } from '@emporium/graphql/node.type';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum StockMovementType {
  INITIAL_STOCK = 'INITIAL_STOCK',
  ADMIN_UPDATE = 'ADMIN_UPDATE',
  ORDER = 'ORDER',
  ADJUSTMENT = 'ADJUSTMENT',
  ORDER_CANCELLED = 'ORDER_CANCELLED',
  RESERVATION = 'RESERVATION',
  RESERVATION_RELEASED = 'RESERVATION_RELEASED',
  RETURN = 'RETURN',
}
registerEnumType(StockMovementType, {
  name: 'StockMovementType',
  description: 'Why stock changed.',
  valuesConfig: {
    INITIAL_STOCK: { description: 'First stock of a variant.' },
    ADMIN_UPDATE: { description: 'Staff set the stock.' },
    ORDER: { description: 'An order was paid: held units leave the house.' },
    ADJUSTMENT: { description: 'Correction after counting, loss or breakage.' },
    ORDER_CANCELLED: { description: 'A paid order was cancelled: its units are back.' },
    RESERVATION: { description: 'Units are held for an order.' },
    RESERVATION_RELEASED: { description: 'Held units are free again.' },
    RETURN: {
      description: 'Sold units came back: sent back by a customer, or cancelled and not sent.',
    },
  },
});

@Directive('@tag(name: "admin")')
@Entity({ tableName: 'stock_movement' })
@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-mov")')
@ObjectType('StockMovement', {
  implements: Node,
  description: 'One line of the stock ledger; never changed.',
})
export class StockMovement extends Node {
  [OptionalProps]?: 'seq';

  @PrimaryKey({ type: 'text' })
  override id!: string;

  /** Order of the ledger; given by the database. */
  @Property({ type: new BigIntType('number') })
  seq!: number;

  @Property({ type: 'text' })
  variantId!: string;

  @Property({ type: 'text' })
  @Field(() => StockMovementType, { description: 'Why.' })
  type!: StockMovementType;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Change of the units on hand.' })
  change!: number;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Change of the reserved units.' })
  reservedChange!: number;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Units on hand afterwards.' })
  balanceAfter!: number;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Reserved units afterwards.' })
  reservedAfter!: number;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Reason as it was given.' })
  reason?: string | null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Id of the user, or name of the service, that caused it.',
  })
  actor?: string | null;

  @Property({ type: 'text', nullable: true })
  @Field(() => ID, { nullable: true, description: 'The order behind it.' })
  orderId?: string | null;

  /** Key of what brought units of an order back. */
  @Property({ type: 'text', nullable: true })
  source?: string | null;

  @Property({ type: 'timestamptz' })
  @Field(() => DateTimeScalar, { description: 'When.' })
  createdAt!: Date;
}
