/** The forms of a subgraph's name that its files need. */
export interface Names {
  /** Folder and subgraph: `reviews`. */
  subgraph: string;
  /** The first noun: `review`. */
  noun: string;
  /** Its type: `Review`. */
  type: string;
  /** Prefix of environment variables: `REVIEWS`. */
  upper: string;
  /** Class of the wiring's migrations: `Reviews`. */
  pascal: string;
  /** Prefix of ids: `rev`. */
  idPrefix: string;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const singular = (word: string) =>
  word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : word.endsWith('ss')
      ? word
      : word.replace(/s$/, '');

/**
 * All forms of the name. Throws with the rule when it cannot be a folder, a database, a schema and
 * a variable at once.
 */
export function namesOf(subgraph: string): Names {
  if (!/^[a-z]{3,24}$/.test(subgraph))
    throw new Error(
      `"${subgraph}" is no name for a subgraph: 3 to 24 small letters, a plural noun such as reviews`,
    );
  const noun = singular(subgraph);
  return {
    subgraph,
    noun,
    type: capital(noun),
    upper: subgraph.toUpperCase(),
    pascal: capital(subgraph),
    idPrefix: noun.slice(0, 3),
  };
}
