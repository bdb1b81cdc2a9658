import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/**
 * True when an object of the type matchesType the condition, in the schema with all types, those
 * hidden from clients included.
 */
export type MatchesType = (typename: string, condition: string) => boolean;

/** Type conditions of one supergraph; each answer is computed once. */
export function typeConditions(supergraph: GraphQLSchema): MatchesType {
  const known = new Map<string, Map<string, boolean>>();
  const compute = (typename: string, condition: string): boolean => {
    if (typename === condition) return true;
    const type = supergraph.getType(typename);
    const asked = supergraph.getType(condition);
    return (
      isAbstractType(asked) &&
      (isObjectType(type) || isInterfaceType(type)) &&
      supergraph.isSubType(asked, type)
    );
  };
  return (typename, condition) => {
    let answers = known.get(condition);
    if (!answers) known.set(condition, (answers = new Map()));
    let answer = answers.get(typename);
    if (answer === undefined) {
      answer = compute(typename, condition);
      // Names come from subgraphs: only those of the schema are kept.
      if (supergraph.getType(typename)) answers.set(typename, answer);
    }
    return answer;
  };
}
