import { GraphQLError, Kind, parse, type SelectionSetNode } from 'graphql';

/**
 * Errors per failed fetch: a page of 100 items with five missing fields each must not become 500
 * errors.
 */
const MAX_ERRORS = 50;

/**
 * The errors of a fetch that brought nothing, one for each missing field, with paths as the
 * subgraph would have given them:
 * @apollo/gateway turns those into paths of the client's operation.
 */
export function unavailableErrors(
  query: string,
  representations: readonly { __typename?: string }[] | undefined,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const add = (path: (string | number)[]) => {
    if (errors.length < MAX_ERRORS) errors.push(unavailable(path));
  };
  for (const root of fieldsOf(rootSelection(query))) {
    // The gateway knows the type of the root by itself.
    if (root.name === '__typename') continue;
    if (root.name !== '_entities') add([root.key]);
    else {
      representations?.forEach(({ __typename }, index) => {
        for (const field of fieldsOf(root.selectionSet, __typename))
          if (field.name !== '__typename') add(['_entities', index, field.key]);
      });
    }
  }
  return errors.length > 0 ? errors : [unavailable()];
}

function unavailable(path?: (string | number)[]): GraphQLError {
  return new GraphQLError('A part of the shop is not available right now.', {
    path: path ?? null,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  });
}

interface Selected {
  key: string;
  name: string;
  selectionSet: SelectionSetNode | undefined;
}

function* fieldsOf(set: SelectionSetNode | undefined, type?: string): Generator<Selected> {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      yield {
        key: selection.alias?.value ?? selection.name.value,
        name: selection.name.value,
        selectionSet: selection.selectionSet,
      };
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      if (!condition || !type || condition === type) yield* fieldsOf(selection.selectionSet, type);
    }
  }
}

function rootSelection(query: string): SelectionSetNode | undefined {
  const operation = parse(query, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return operation?.selectionSet;
}
