import { FEDERATION_HEADER } from '@emporium/graphql/federation-header';
import { type ObjectTypeDefinitionNode, Kind, parse } from 'graphql';
import { ID_TAG, MAX_NODE_IDS } from '../../gateway/src/node/node-subgraph.js';
import type { ListedSubgraph } from './rover-config.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

/**
 * The gateway's own subgraph: `node` and `nodes` over every type that implements Node and names the
 * prefix of its ids, `@tag(name: "id-<prefix>")`. A type without it, a cart, whose id is a secret,
 * is not found this way.
 */
export function nodeSubgraph(
  { name, routingUrl }: ListedSubgraph,
  subgraphs: readonly SubgraphSdl[],
): SubgraphSdl {
  const types = subgraphs.flatMap(({ sdl }) =>
    parse(sdl, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && hasPrefix(definition) ? [definition] : [],
    ),
  );
  const stubs = types
    .map(({ name: type }) => type.value)
    .sort()
    .map((type) => `type ${type} implements Node @key(fields: "id", resolvable: false) { id: ID! }`)
    .join('\n');
  const sdl = `${FEDERATION_HEADER}
schema { query: Query }
"""Anything with a global id."""
interface Node {
  """Opaque id, \`<prefix>_<uuid>\`; the same in URLs, events and logs."""
  id: ID!
}
${stubs}
type Query {
  """
  Anything by its global id, with the access rules of its type; null when there is no such object or it is
  not yours. A cart is not found by it: its id is a secret.
  """
  node("""The global id.""" id: ID!): Node
  """Like \`node\` for at most ${MAX_NODE_IDS} ids, in their order. Errors: BAD_USER_INPUT for more."""
  nodes("""Global ids, at most ${MAX_NODE_IDS}.""" ids: [ID!]!): [Node]! @listSize(assumedSize: ${MAX_NODE_IDS})
}`;
  return { name, routingUrl, sdl };
}

const hasPrefix = ({ directives = [] }: ObjectTypeDefinitionNode) =>
  directives.some(
    (directive) =>
      directive.name.value === 'tag' &&
      directive.arguments?.some(
        ({ value }) => value.kind === Kind.STRING && value.value.startsWith(ID_TAG),
      ),
  );
