import { Directive, Field, ObjectType } from 'type-graphql';

/** What a subgraph still keeps of an erased person. */
@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('PersonRemains', {
  description:
    'Internal: what a subgraph still keeps of an erased person; nothing when both are empty.',
})
export class PersonRemains {
  @Field(() => [String], {
    description: 'What is still to be erased, once the event of the erasure has been handled.',
  })
  left!: string[];
  @Field(() => [String], {
    description: 'What is kept for a reason that ends, e.g. until an order has been sent.',
  })
  waits!: string[];
}

/** Makes the answer from the places that were looked at. */
export function personRemains(
  places: Record<string, boolean>,
  waits: Record<string, boolean> = {},
): PersonRemains {
  const named = (found: Record<string, boolean>) =>
    Object.entries(found).flatMap(([name, isThere]) => (isThere ? [name] : []));
  return Object.assign(new PersonRemains(), { left: named(places), waits: named(waits) });
}
