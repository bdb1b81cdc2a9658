import { allFields, directive, stringsArgument } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { baseType } from './type-text.js';

/** schema.md rule 5: `@listSize` on a connection names the lists it sizes, and slices by arguments that exist. */
export const listSize: Rule = {
  name: 'list-size',
  check(subgraphs) {
    return allFields(subgraphs).flatMap(({ field, where }): Finding[] => {
      const size = directive(field, 'listSize');
      if (!size) return [];
      const findings: Finding[] = [];
      const sized = stringsArgument(size, 'sizedFields') ?? [];
      if (baseType(field.type).endsWith('Connection') && !(sized.includes('edges') && sized.includes('nodes')))
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
