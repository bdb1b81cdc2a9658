import { Kind } from 'graphql';
import { rootFields } from './elements.js';
import type { Rule } from './lint-input.js';
import { words } from './type-text.js';

const VERBS = new Set(
  'add apply assign attach cancel change create delete detach disable edit enable erase get login logout make mark merge move place put redo refund register remove request reset revoke save send set start stop submit update upload upsert verify'.split(
    ' ',
  ),
);
// Nouns that own mutations without being a type: they are facts about a user, and secrets have no
// type.
const OTHER_NOUNS = ['email', 'password'];

/**
 * docs/schema-rules.md, rule 8: flat and noun first, so that one name space sorts by owner. The
 * nouns are the first words of the type names.
 */
export const mutationNames: Rule = {
  name: 'mutation-names',
  check(subgraphs) {
    const nouns = new Set(OTHER_NOUNS);
    for (const { document } of subgraphs)
      for (const d of document.definitions)
        if (
          d.kind === Kind.OBJECT_TYPE_DEFINITION ||
          d.kind === Kind.OBJECT_TYPE_EXTENSION ||
          d.kind === Kind.ENUM_TYPE_DEFINITION
        )
          nouns.add(words(d.name.value)[0] ?? '');
    return rootFields(subgraphs, 'Mutation').flatMap(({ field, where }) => {
      const [first = '', ...rest] = words(field.name.value);
      if (VERBS.has(first))
        return [
          {
            where,
            message: `starts with a verb: write noun first, like ${[...rest, first].map((w, i) => (i ? w[0]?.toUpperCase() + w.slice(1) : w)).join('')}`,
          },
        ];
      if (!nouns.has(first))
        return [
          {
            where,
            message: `"${first}" is no noun of this graph: start with the word of the type it changes`,
          },
        ];
      return rest.length
        ? []
        : [{ where, message: 'add what it does after the noun (orderPlace)' }];
    });
  },
};
