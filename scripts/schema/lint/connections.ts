import type { ObjectTypeDefinitionNode } from 'graphql';
import { allFields, objectTypes } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { baseType, isNonNull, typeText } from './type-text.js';

const type = (t: ObjectTypeDefinitionNode, field: string) => {
  const found = t.fields?.find((f) => f.name.value === field);
  return found && typeText(found.type);
};

function shape(
  where: string,
  connection: ObjectTypeDefinitionNode,
  edge: ObjectTypeDefinitionNode | undefined,
): Finding[] {
  const node = type(connection, 'nodes')?.replace(/[[\]!]/g, '');
  const edgeName = `${connection.name.value.replace(/Connection$/, '')}Edge`;
  const wanted = { edges: `[${edgeName}!]!`, nodes: `[${node ?? 'X'}!]!`, pageInfo: 'PageInfo!' };
  const findings = Object.entries(wanted)
    .filter(([field, text]) => type(connection, field) !== text)
    .map(([field, text]) => ({
      where: `${where}.${field}`,
      message: `is ${type(connection, field) ?? 'missing'}; write ${field}: ${text}`,
    }));
  const total = connection.fields?.find((f) => f.name.value === 'totalCount');
  // Facets count every hit anyway, so their total is always known.
  if (total && isNonNull(total.type) && !type(connection, 'facets'))
    findings.push({
      where: `${where}.totalCount`,
      message: 'is counted lazily and may fail alone: write totalCount: Int',
    });
  if (edge && (type(edge, 'node') !== `${node}!` || type(edge, 'cursor') !== 'String!'))
    findings.push({
      where: where.replace(connection.name.value, edgeName),
      message: `write { cursor: String! node: ${node}! }`,
    });
  return findings;
}

/**
 * docs/schema-rules.md, rule 5: one shape for every page, keyset arguments, one owner per
 * connection type.
 */
export const connections: Rule = {
  name: 'connections',
  check(subgraphs) {
    const seen = new Map<string, string>();
    const shapes = subgraphs.flatMap((subgraph) => {
      const types = objectTypes(subgraph);
      return types.flatMap((t) => {
        const name = t.name.value;
        const where = `${subgraph.name}: ${name}`;
        if (!name.endsWith('Connection'))
          return type(t, 'pageInfo')
            ? [{ where, message: `has pageInfo: name it ${name}Connection or drop the field` }]
            : [];
        const other = seen.get(name);
        seen.set(name, subgraph.name);
        const shared = other
          ? [
              {
                where,
                message: `also belongs to ${other}: a connection has one owner, give this one a name of its own`,
              },
            ]
          : [];
        return [
          ...shared,
          ...shape(
            where,
            t,
            types.find((e) => e.name.value === `${name.replace(/Connection$/, '')}Edge`),
          ),
        ];
      });
    });
    const args = allFields(subgraphs)
      .filter(({ field }) => baseType(field.type).endsWith('Connection'))
      .filter(
        ({ field }) =>
          !['first', 'after'].every((wanted) =>
            field.arguments?.some((a) => a.name.value === wanted),
          ),
      )
      .map(({ where }) => ({
        where,
        message: 'returns a connection: write (first: Int, after: String)',
      }));
    return [...shapes, ...args];
  },
};
