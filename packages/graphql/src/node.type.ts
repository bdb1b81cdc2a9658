import { Field, ID, InterfaceType } from 'type-graphql';

// Implementations are listed by the schemas that use them: in one process every subgraph's classes
// are loaded.
@InterfaceType('Node', {
  description: 'Anything with a global id.',
  autoRegisterImplementations: false,
})
export abstract class Node {
  @Field(() => ID, {
    description: 'Opaque id, `<prefix>_<uuid>`; the same in URLs, events and logs.',
  })
  id!: string;
}
