import type { GraphQLCompositeType, GraphQLOutputType } from 'graphql';

/** What state one answer leaves behind. */
export interface SerializeState {
  /**
   * Values that broke the schema's promise: nulls, wrong types. Their places are looked for only
   * when there are any.
   */
  broken: number;
  /** Objects that stand in several places, with what was written for them. */
  shared: Map<object, { selection?: Selection; text: string; cost: number }>;
  /** Objects written so far. */
  objects: number;
  /** Cost of what was written so far, by the weights of the schema. */
  cost: number;
}

/**
 * JSON of a value; '' when it must be null where the schema promises a value, so that the parent is
 * nulled.
 */
export type Write = (value: unknown, state: SerializeState) => string;

/** An object as subgraphs sent it. */
export type Data = Record<string, unknown>;

/** One field of the answer. */
export interface FieldShape {
  key: string;
  type: GraphQLOutputType;
  /** `"key":`, with the comma before it when it is not the first. */
  prefix: string;
  write: Write;
  /** JSON of a value that no data is needed for (`__typename`). */
  constant?: string;
  /** The key is also a name that every object inherits: only own properties count. */
  inherited: boolean;
  selection?: Selection;
}

/** The fields of the answer for objects of one type. */
export interface ObjectShape {
  type: GraphQLCompositeType;
  fields: readonly FieldShape[];
  /** What each object costs by its own fields that hold no objects, and by their arguments. */
  cost: number;
}

/**
 * What an operation selects of a value of composite type; compiled for each concrete type when the
 * first object of it is met.
 */
export interface Selection {
  /** The shape for an object that says this type; undefined when the API knows no such type. */
  of(typename: unknown): ObjectShape | undefined;
  /** The shape for an object of which nothing is known but that it has this key. */
  having(key: string): ObjectShape | undefined;
}
