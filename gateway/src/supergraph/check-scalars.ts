import { SCALARS } from '@emporium/graphql/scalars';
import {
  GraphQLError,
  isScalarType,
  isSpecifiedScalarType,
  type GraphQLScalarType,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';

const UPLOAD = 'Upload';

/**
 * Gives the scalars of a composed schema the rules that the subgraphs read them by: the supergraph
 * only names them, and a scalar without rules takes anything. Answers are not touched, subgraphs
 * have written them.
 */
export function checkScalars(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    const rules = type.name === UPLOAD ? uploadRules : SCALARS.get(type.name);
    if (!rules) continue;
    type.parseValue = rules.parseValue;
    type.parseLiteral = rules.parseLiteral;
  }
}

const uploadRules: Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral'> = {
  parseValue(value) {
    const isFile =
      typeof value === 'object' &&
      value !== null &&
      (value as { promise?: unknown }).promise instanceof Promise;
    return isFile ? value : noFile();
  },
  parseLiteral: (node) => noFile(node),
};

function noFile(node?: ValueNode): never {
  throw new GraphQLError(
    'An Upload is a variable whose file comes with a multipart request.',
    node ? { nodes: node } : {},
  );
}
