import { buildSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { compilePolicy } from '../access/compile-policy.js';
import { effectiveLimits } from '../gateway-config.js';
import { costRules } from '@emporium/federation-executor/supergraph/cost-rules';
import { createDocumentCache } from './document-cache.js';

const sdl = 'type Query { ping: String pings: [String] }';
const checks = {
  schema: buildSchema(sdl),
  policy: compilePolicy(parse(sdl)),
  costs: costRules(parse(sdl)),
  limits: effectiveLimits({ nodeEnv: 'production' } as never),
  hideSchema: true,
};
/** Room for about six of the documents below. */
const room = { newBytes: 70_000, usedBytes: 70_000 };
const nth = (index: number) => `query N${index} { ping }`;

it('a flood of documents that nobody sends twice pushes out none that was sent twice, and takes no more memory than given', () => {
  const documents = createDocumentCache(checks, room);
  const shoppers = documents.prepare('{ ping pings }');
  expect(documents.prepare('{ ping pings }')).toBe(shoppers);
  for (let index = 0; index < 1_000; index++) documents.prepare(nth(index));
  expect(documents.prepare('{ ping pings }')).toBe(shoppers);
  expect(documents.byHash(shoppers.hash)).toBe(shoppers);
  expect(documents.size).toBeLessThan(12);
});

it('documents that are sent again and again also make room, the least recently used ones first, and are then unknown by hash too', () => {
  const documents = createDocumentCache(checks, room);
  const first = documents.prepare(nth(0));
  for (let index = 0; index < 20; index++) {
    documents.prepare(nth(index));
    documents.prepare(nth(index));
  }
  expect(documents.byHash(first.hash)).toBeUndefined();
  expect(documents.prepare(nth(0))).not.toBe(first);
  const last = documents.prepare(nth(19));
  expect(documents.byHash(last.hash)).toBe(last);
  expect(documents.size).toBeLessThan(12);
});

it('a document larger than the whole memory runs, but is not kept', () => {
  const documents = createDocumentCache(checks, { newBytes: 1_000, usedBytes: 1_000 });
  const prepared = documents.prepare(nth(0));
  expect(prepared.operations).toHaveLength(1);
  expect(documents.byHash(prepared.hash)).toBeUndefined();
  expect(documents.size).toBe(0);
});
