import { allFields, allInputs, directive, enumTypes, stringArgument } from './elements.js';
import type { Rule } from './lint-input.js';

const REASON = /^Use .+\. Gone after \d{4}-\d{2}-\d{2}\b/;

/**
 * docs/schema-rules.md, rule 20: a deprecation names the replacement and the day after which the
 * element may go.
 */
export const deprecations: Rule = {
  name: 'deprecations',
  check(subgraphs) {
    const values = subgraphs.flatMap((s) =>
      enumTypes(s).flatMap((e) =>
        (e.values ?? []).map((node) => ({
          node,
          where: `${s.name}: ${e.name.value}.${node.name.value}`,
        })),
      ),
    );
    const elements = [
      ...allFields(subgraphs).map(({ field, where }) => ({ node: field, where })),
      ...allInputs(subgraphs).map(({ input, where }) => ({ node: input, where })),
      ...values,
    ];
    return elements.flatMap(({ node, where }) => {
      const deprecated = directive(node, 'deprecated');
      if (!deprecated || REASON.test(stringArgument(deprecated, 'reason') ?? '')) return [];
      return [{ where, message: 'write @deprecated(reason: "Use X. Gone after YYYY-MM-DD")' }];
    });
  },
};
