import { type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import { allFields, directive, enumTypes, isInaccessible, stringsArgument } from './elements.js';
import type { Finding, ParsedSubgraph, Rule } from './lint-input.js';
import { baseType } from './type-text.js';

/**
 * docs/schema-rules.md, rule 5: every list of objects says how long it is, else nobody pays for it;
 * `@listSize` on a connection names the lists it sizes, and slices by arguments that exist.
 */
export const listSize: Rule = {
  name: 'list-size',
  check(subgraphs) {
    const leaves = new Set([...SCALARS, ...subgraphs.flatMap(leafTypes)]);
    return allFields(subgraphs).flatMap(({ type, field, where }): Finding[] => {
      const size = directive(field, 'listSize');
      if (!size) {
        const isSized =
          leaves.has(baseType(field.type)) ||
          SIZED_ELSEWHERE.test(`${type.name.value}.${field.name.value}`);
        if (!isList(field) || isSized || isInaccessible(field)) return [];
        return [{ where, message: 'write @listSize(assumedSize: …): how many there usually are' }];
      }
      const findings: Finding[] = [];
      const sized = stringsArgument(size, 'sizedFields') ?? [];
      if (
        baseType(field.type).endsWith('Connection') &&
        !(sized.includes('edges') && sized.includes('nodes'))
      )
        findings.push({ where, message: 'write @listSize(..., sizedFields: ["edges", "nodes"])' });
      for (const name of stringsArgument(size, 'slicingArguments') ?? [])
        if (!field.arguments?.some((a) => a.name.value === name))
          findings.push({
            where,
            message: `@listSize slices by "${name}", which is not an argument: add it or drop it from slicingArguments`,
          });
      return findings;
    });
  },
};

const SCALARS = ['String', 'ID', 'Int', 'Float', 'Boolean'];
/**
 * The lists of a page are sized by their connection; errors are few, and whoever sent the mistake
 * has paid for the mutation.
 */
const SIZED_ELSEWHERE = /Connection\.(edges|nodes)$|\.userErrors$/;

function leafTypes(subgraph: ParsedSubgraph): string[] {
  const scalars = subgraph.document.definitions.flatMap((d) =>
    d.kind === Kind.SCALAR_TYPE_DEFINITION ? [d.name.value] : [],
  );
  return [...scalars, ...enumTypes(subgraph).map(({ name }) => name.value)];
}

function isList({ type }: FieldDefinitionNode): boolean {
  const unwrapped: TypeNode = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return unwrapped.kind === Kind.LIST_TYPE;
}
