import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeGraph } from '../compose-graph.js';
import { sketch } from '../fixtures/sketch.js';
import { repoRoot } from '../repo-root.js';
import { GOLDEN_PLANS } from './golden-plans.js';
import { fetchCounter } from './planned-fetches.js';

const design = fetchCounter(composeGraph(sketch()).supergraph ?? '');
const path = join(repoRoot, 'schema/supergraph.graphql');
const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';

describe('planned fetches of the design', () => {
  it.each(GOLDEN_PLANS)('$page: $fetches', ({ operation, fetches }) => {
    expect(design.fetches(operation)).toHaveLength(fetches);
  });

  it('one more live field is one more fetch, so a plan can go red', () => {
    expect(design.fetches('{ search(query: "a") { nodes { card { name } } } }')).toEqual([
      'search',
    ]);
    expect(
      design.fetches('{ search(query: "a") { nodes { card { name } product { name } } } }'),
    ).toEqual(['search', 'catalog']);
  });
});

describe('planned fetches of schema/supergraph.graphql', () => {
  const actual = committed ? fetchCounter(committed) : undefined;
  for (const { page, operation, fetches } of GOLDEN_PLANS) {
    const absent = design
      .fetches(operation)
      .find((name) => !committed.includes(`@join__graph(name: "${name}"`));
    it(`${page}: ${fetches}`, (context) => {
      if (absent)
        context.skip(`${absent} is not in schema/supergraph.graphql yet: run npm run schema`);
      expect(actual?.fetches(operation)).toHaveLength(fetches);
    });
  }
});
