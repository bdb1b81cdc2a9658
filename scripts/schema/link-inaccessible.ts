import { type DocumentNode, Kind, parse } from 'graphql';

const LINK = 'https://specs.apollo.dev/inaccessible/v0.2';
const DEFINITION = `
  extend schema @link(url: "${LINK}", for: SECURITY)
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
`;

/**
 * Makes `@inaccessible` known to a supergraph; composition links it only when a subgraph uses it.
 */
export function linkInaccessible(supergraph: DocumentNode): DocumentNode {
  if (
    supergraph.definitions.some(
      (d) => d.kind === Kind.DIRECTIVE_DEFINITION && d.name.value === 'inaccessible',
    )
  )
    return supergraph;
  const [link, ...definition] = parse(DEFINITION, { noLocation: true }).definitions;
  return {
    ...supergraph,
    definitions: [
      ...supergraph.definitions.map((d) =>
        d.kind === Kind.SCHEMA_DEFINITION && link?.kind === Kind.SCHEMA_EXTENSION
          ? { ...d, directives: [...(d.directives ?? []), ...(link.directives ?? [])] }
          : d,
      ),
      ...definition,
    ],
  };
}
