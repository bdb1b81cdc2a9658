import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { DateTimeScalar } from './scalars.js';
import { addDirectives } from './add-directives.js';
import { batchByKey, type RequestMemo } from './batch-by-key.js';
import { boundEntities } from './bound-entities.js';
import { guardFields } from './guard-fields.js';
import { FEDERATION_HEADER } from './federation-header.js';

/**
 * Answers entity references of one type, all of a request at once: in input order, null for what is
 * missing or not visible to the caller. A reference carries the fields of one of the type's keys
 * and `@requires` fields.
 */
// Each subgraph's context type differs; the schema builder passes it through untouched.
/* oxlint-disable typescript/no-explicit-any */
export type ReferenceResolver = (
  ctx: any,
  references: readonly Record<string, any>[],
) => Promise<(object | null)[]>;
/* oxlint-enable typescript/no-explicit-any */

/** What a subgraph's GraphQL schema is made of. */
export interface SchemaParts {
  /** type-graphql resolver classes; their types are found through them. */
  resolvers: NonEmptyArray<Function>;
  /** Reference resolver per entity type that this subgraph resolves. */
  references?: Record<string, ReferenceResolver>;
  /** Object types reachable only through an interface or union. */
  orphanedTypes?: Function[];
  /**
   * Directives that type-graphql cannot state (on enums, unions, scalars, enum values
   * `Enum.VALUE`): schema coordinate → directives.
   */
  directives?: Record<string, string[]>;
}

/**
 * The subgraph's SDL and its executable schema, with the access rules of its directives enforced.
 */
export interface FederatedSchema {
  sdl: string;
  schema: GraphQLSchema;
}

/**
 * Builds the federation subgraph from type-graphql classes. Throws when the classes do not make a
 * valid schema.
 */
export function buildFederatedSchema(parts: SchemaParts): FederatedSchema {
  const plain = buildSchemaSync({
    resolvers: parts.resolvers,
    orphanedTypes: [...(parts.orphanedTypes ?? [])],
    validate: false,
    // Subgraphs may have queries only, or none (entity fields alone).
    skipCheck: true,
    // Subscriptions run in the gateway; the subgraph only declares them.
    pubSub: { publish: () => undefined, subscribe: noSubscription },
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  });
  const printed = printSchemaWithDirectives(plain, {
    pathToDirectivesInExtensions: ['no-extensions'],
  });
  const sdl = addDirectives(`${FEDERATION_HEADER}\n\n${printed}`, parts.directives ?? {});
  const resolvers = createResolversMap(plain) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(parts.references ?? {})) {
    if (!plain.getType(type))
      throw new Error(`references: ${type} is not in the schema; name its class in orphanedTypes`);
    resolvers[type] = { ...resolvers[type], __resolveReference: referenceLoader(resolve) };
  }
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  return { sdl, schema: boundEntities(guardFields(schema)) };
}

function noSubscription(): never {
  throw new Error('subscriptions run in the gateway');
}

/**
 * Apollo asks for one reference at a time; this gathers those of a tick and answers duplicates from
 * one load.
 */
function referenceLoader(resolve: ReferenceResolver) {
  return (reference: Record<string, unknown>, ctx: RequestMemo, _info: GraphQLResolveInfo) => {
    const { __typename, ...key } = reference;
    return batchByKey<RequestMemo, Record<string, unknown>, object>(ctx, resolve as never).load(
      key,
    );
  };
}
