import { Supergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, printSchema } from 'graphql';
import { stableSdl } from './stable-sdl.js';

/**
 * The public schema of a supergraph: federation machinery and `@inaccessible` elements gone. Throws
 * when that leaves a dangling reference.
 */
export function apiSchema(supergraph: string): GraphQLSchema {
  return Supergraph.build(supergraph, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
}

/** The API schema as SDL with descriptions and `@deprecated`. */
export function apiSdl(supergraph: string): string {
  return stableSdl(printSchema(apiSchema(supergraph)));
}
