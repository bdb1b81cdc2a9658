import { allFields, allInputs } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { baseType, words } from './type-text.js';

const VERBS = new Set([
  'get',
  'check',
  'can',
  'should',
  'do',
  'does',
  'did',
  'enable',
  'disable',
  'set',
  'allow',
  'show',
  'hide',
  'include',
  'exclude',
  'use',
  'make',
]);
const NOUNS = new Set(['flag', 'status', 'state', 'boolean', 'count', 'value']);

/**
 * docs/schema-rules.md, rule 13: a boolean reads as a statement (`isLeaf`, `hasNextPage`,
 * `active`), never as a command or a thing.
 */
export const booleans: Rule = {
  name: 'booleans',
  check(subgraphs) {
    const elements = [
      ...allFields(subgraphs).map(({ field, where }) => ({ node: field, where })),
      ...allInputs(subgraphs).map(({ input, where }) => ({ node: input, where })),
    ];
    return elements.flatMap(({ node, where }): Finding[] => {
      const parts = words(node.name.value);
      const isBoolean = baseType(node.type) === 'Boolean';
      if (isBoolean && (VERBS.has(parts[0] ?? '') || NOUNS.has(parts.at(-1) ?? '')))
        return [
          { where, message: 'name a boolean isX, hasX or by an adjective (isActive, active)' },
        ];
      if (!isBoolean && /^(is|has)[A-Z]/.test(node.name.value))
        return [{ where, message: 'reads as a boolean: type it Boolean or rename it' }];
      return [];
    });
  },
};
