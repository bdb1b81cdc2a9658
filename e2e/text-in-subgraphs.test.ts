// First, because it loads reflect-metadata, which the decorators of the others need.
import { buildFederatedSchema } from '@emporium/graphql/federated-schema';
import type { Ctx } from '@emporium/platform/context';
import { startExecutor } from '@emporium/platform/graphql-executor';
import { subgraphs } from '@emporium/shop/subgraphs';
import { getNamedType, isScalarType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { argumentPaths } from './argument-places.js';

/**
 * Types of which each character can be written in a document; the others' own rules refuse such a
 * literal before.
 */
const ANY_TEXT = ['ID', 'String', '_Any'];
const NO_TEXT = ['Boolean', 'Float', 'Int', 'Upload'];

describe('text that no store can hold is BAD_USER_INPUT wherever it stands, also for who calls a subgraph directly', () => {
  test.each(subgraphs.map((definition) => [definition.name, definition] as const))(
    '%s',
    async (subgraph, { schema: parts }) => {
      const { schema } = buildFederatedSchema(parts);
      const executor = await startExecutor(subgraph, schema);
      const codesOf = async (query: string, variables: Record<string, unknown> = {}) => {
        // Nothing may be reached that needs a context.
        const { errors = [] } = await executor.execute({ query, variables }, {} as Ctx);
        return errors.map(({ extensions }) => extensions['code']);
      };
      const texts = argumentPaths(schema)
        .flatMap(({ places }) => places)
        .filter(
          ({ location }) =>
            isScalarType(getNamedType(location.type)) &&
            !NO_TEXT.includes(getNamedType(location.type).name),
        );
      expect(texts.length).toBeGreaterThan(3);
      for (const [index, { name, location, document }] of texts.entries()) {
        const text = index % 2 === 0 ? 'a\0b' : 'a\ud800b';
        const isReference = getNamedType(location.type).name === '_Any';
        const value = isReference
          ? { __typename: 'None', id: { [index % 2 === 0 ? 'id' : text]: [text] } }
          : text;
        const declared = `$v: ${String(location.type)}`;
        expect(
          await codesOf(document('$v', declared), { v: value }),
          `${name} as variable`,
        ).toEqual(['BAD_USER_INPUT']);
        if (!ANY_TEXT.includes(getNamedType(location.type).name)) continue;
        const literal = isReference
          ? String.raw`{ __typename: "None", id: "a\u0000b" }`
          : String.raw`"a\u0000b"`;
        expect(await codesOf(document(literal)), `${name} as literal`).toEqual(['BAD_USER_INPUT']);
      }
      await executor.stop();
    },
  );
});
