import { Kind } from 'graphql';
import { allFields, allInputs, enumTypes, inputTypes, isInaccessible } from './elements.js';
import type { Finding, Rule } from './lint-input.js';

const INPUT_SUFFIX = /(Input|Where|Sort|Filter|Transform|Update)$/;
const NOT_INPUT = /(Input|Where)$/;

/**
 * docs/schema-rules.md, rule 13: PascalCase nouns with one suffix per role, camelCase fields,
 * SCREAMING_SNAKE values, `_` only for internals.
 */
export const names: Rule = {
  name: 'names',
  check(subgraphs) {
    const types = subgraphs.flatMap(({ name: subgraph, document }) =>
      document.definitions.flatMap((d): Finding[] => {
        if (
          !('name' in d) ||
          !d.name ||
          d.kind === Kind.DIRECTIVE_DEFINITION ||
          d.kind.endsWith('Extension')
        )
          return [];
        const where = `${subgraph}: ${d.name.value}`;
        // Scalars and types of the federation spec arrive with their own prefix.
        if (!/^[A-Z][A-Za-z0-9]*$/.test(d.name.value) && !d.name.value.includes('__'))
          return [{ where, message: 'type names are PascalCase' }];
        if (d.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION && NOT_INPUT.test(d.name.value))
          return [{ where, message: 'ends like an input type but is none: rename it' }];
        return [];
      }),
    );
    const inputs = subgraphs.flatMap((s) =>
      inputTypes(s)
        .filter((t) => !isInaccessible(t) && !INPUT_SUFFIX.test(t.name.value))
        .map((t) => ({
          where: `${s.name}: ${t.name.value}`,
          message: `is an input: name it ${t.name.value}Input (or XWhere, XSort, XFilter)`,
        })),
    );
    const fields = allFields(subgraphs)
      .filter(
        ({ field }) =>
          !(isInaccessible(field) ? /^_?[a-z][A-Za-z0-9]*$/ : /^[a-z][A-Za-z0-9]*$/).test(
            field.name.value,
          ),
      )
      .filter(({ field }) => field.name.value !== '_entities' && field.name.value !== '_service')
      .map(({ where }) => ({
        where,
        message: 'field names are camelCase; a leading _ is for @inaccessible fields',
      }));
    const args = allInputs(subgraphs)
      .filter(({ input }) => !/^([a-z][A-Za-z0-9]*|AND|OR)$/.test(input.name.value))
      .map(({ where }) => ({ where, message: 'argument and input field names are camelCase' }));
    const values = subgraphs.flatMap((s) =>
      enumTypes(s).flatMap((e) =>
        (e.values ?? [])
          .filter((v) => !/^[A-Z][A-Z0-9_]*$/.test(v.name.value) && !e.name.value.includes('__'))
          .map((v) => ({
            where: `${s.name}: ${e.name.value}.${v.name.value}`,
            message: 'enum values are SCREAMING_SNAKE',
          })),
      ),
    );
    return [...types, ...inputs, ...fields, ...args, ...values];
  },
};
