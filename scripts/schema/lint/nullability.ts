import { allFields, isGuarded, isInaccessible, rootFields } from './elements.js';
import { NODE_SUBGRAPH } from '../../../gateway/src/node/node-subgraph.js';
import type { Rule } from './lint-input.js';
import { isNonNull, typeText } from './type-text.js';

const nullable = (type: string) => type.replace(/!$/, '');

/** docs/schema-rules.md, rule 7: a refused field is null, so it must be allowed to be. */
export const guardedNullable: Rule = {
  name: 'guarded-nullable',
  check(subgraphs) {
    return allFields(subgraphs)
      .filter(({ field }) => isGuarded(field) && isNonNull(field.type))
      .map(({ where, field }) => ({
        where,
        message: `is guarded, and a refusal would blank its parent: write ${nullable(typeText(field.type))}`,
      }));
  },
};

/**
 * docs/schema-rules.md, rule 7: one dead subgraph must not blank the other root fields. Internal
 * fields have no neighbours to blank.
 */
export const rootNullable: Rule = {
  name: 'root-nullable',
  check(subgraphs) {
    // The gateway answers its own fields itself: no failure takes the whole list.
    return rootFields(subgraphs.filter(({ name }) => name !== NODE_SUBGRAPH))
      .filter(({ field }) => !isInaccessible(field) && isNonNull(field.type))
      .map(({ where, field }) => ({
        where,
        message: `a failure here would blank the whole answer: write ${nullable(typeText(field.type))}`,
      }));
  },
};
