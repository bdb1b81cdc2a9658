import {
  buildSchema,
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { ID_TAG, NODE_SUBGRAPH } from './node-subgraph.js';

/** A type that can be found by its global id. */
export interface NodeType {
  type: string;
  /** Name of the subgraph that owns it. */
  owner: string;
}

/** Everything that can be found by its id. */
export interface NodeTypes {
  /** By the prefix of its ids. */
  byPrefix: ReadonlyMap<string, NodeType>;
  /** `node` and `nodes` over these types. */
  schema: GraphQLSchema;
}

/** The types of a supergraph that implement Node and name the prefix of their ids by a tag. */
export function nodeTypes({ definitions }: DocumentNode): NodeTypes {
  const names = new Map<string, string>();
  for (const definition of definitions)
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph')
      for (const { name, directives } of definition.values ?? [])
        names.set(name.value, argumentOf(directives?.[0], 'name') ?? '');
  const found = definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ? nodeType(definition, names) : [],
  );
  const stubs = found.map(({ type }) => `type ${type} implements Node { id: ID! }`).join('\n');
  return {
    byPrefix: new Map(found.map(({ prefix, ...one }) => [prefix, one])),
    schema: buildSchema(`interface Node { id: ID! }
      ${stubs}
      type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }`),
  };
}

function nodeType(
  { name, directives = [] }: ObjectTypeDefinitionNode,
  names: ReadonlyMap<string, string>,
): (NodeType & { prefix: string })[] {
  const tag = directives
    .filter((directive) => directive.name.value === 'tag')
    .map((directive) => argumentOf(directive, 'name'))
    .find((text) => text?.startsWith(ID_TAG));
  // Only the owner says that the type is a Node; others know it as a stub.
  const owner = directives
    .filter((directive) => directive.name.value === 'join__implements')
    .map((directive) => names.get(argumentOf(directive, 'graph') ?? ''))
    .find((graph) => graph !== undefined && graph !== NODE_SUBGRAPH);
  return tag && owner ? [{ prefix: tag.slice(ID_TAG.length), type: name.value, owner }] : [];
}

function argumentOf(directive: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
