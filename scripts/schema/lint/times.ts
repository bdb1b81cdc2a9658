import { allFields, allInputs } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { baseType } from './type-text.js';

const LAST = /(^at|At)$/;
// Filters say which side of the instant they mean.
const BOUND = /(After|Before|Since|Until)$/;

/**
 * docs/schema-rules.md, rule 13: an instant ends in `At`, and only an instant does; a calendar date
 * ends in `On`.
 */
export const times: Rule = {
  name: 'times',
  check(subgraphs) {
    const elements = [
      ...allFields(subgraphs).map(({ field, where }) => ({ node: field, where, bounds: false })),
      ...allInputs(subgraphs).map(({ input, where }) => ({ node: input, where, bounds: true })),
    ];
    return elements.flatMap(({ node, where, bounds }): Finding[] => {
      const name = node.name.value;
      const type = baseType(node.type);
      if (type === 'DateTime' && !LAST.test(name) && !(bounds && BOUND.test(name)))
        return [{ where, message: `is an instant: name it ${name}At` }];
      if (type !== 'DateTime' && LAST.test(name))
        return [{ where, message: `ends in At but is ${type}: type it DateTime or rename it` }];
      if (type === 'Date' && !/(^on|On)$/.test(name))
        return [{ where, message: `is a calendar date: name it ${name}On` }];
      return [];
    });
  },
};
