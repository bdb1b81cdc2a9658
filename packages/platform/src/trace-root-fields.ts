import { traceWork } from '@emporium/telemetry/trace-work';
import { tracerInForce } from '@emporium/telemetry/tracer';
import { defaultFieldResolver, type GraphQLSchema } from 'graphql';

/**
 * Makes each resolver of a root field, and each load of entities, a piece of work of its own; those
 * of other fields are too many to be told of. Without tracing the schema stays as it is.
 */
export function traceRootFields(schema: GraphQLSchema): GraphQLSchema {
  if (!tracerInForce()) return schema;
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const resolve = field.resolve ?? defaultFieldResolver;
      const attributes = {
        'graphql.field.parent_type': type!.name,
        'graphql.field.name': field.name,
      };
      field.resolve = (source, args, context, info) =>
        traceWork(
          `${type!.name}.${field.name}`,
          { attributes },
          async () => resolve(source, args, context, info) as unknown,
        );
    }
  }
  return schema;
}
