import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { adapterUrl, secretField } from './fields.js';
import { loadConfig } from './load-config.js';
import { settingsOf } from './settings.js';

const reviews = {
  REVIEWS_URL: adapterUrl(['file:', 'https://'], 'Where reviews are kept.').default('file:'),
  REVIEWS_MAX: z.coerce.number().int().min(1).default(5).describe('Most reviews.'),
  REVIEWS_SECRET: secretField('Signs reviews.'),
};
const subgraphs = [{ name: 'reviews', config: reviews }];

let DATA_DIR: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'emporium-settings-'));
});
afterEach(() => rmSync(DATA_DIR, { recursive: true, force: true }));

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig({ DATA_DIR, ...env }, subgraphs);
  } catch (error) {
    return [...(error as ConfigurationError).problems];
  }
  return [];
}

test('a subgraph reads what it declares, with defaults and with a secret that stays the same', () => {
  const config = loadConfig({ DATA_DIR, REVIEWS_MAX: '7' }, subgraphs);
  const settings = settingsOf(config, reviews);
  expect(settings).toEqual({
    REVIEWS_URL: 'file:',
    REVIEWS_MAX: 7,
    REVIEWS_SECRET: [expect.stringMatching(/^.{64}$/)],
  });
  expect(settingsOf(loadConfig({ DATA_DIR }, subgraphs), reviews).REVIEWS_SECRET).toEqual(
    settings.REVIEWS_SECRET,
  );
});

test('problems with what subgraphs declare are told at start, together with all others', () => {
  const env = {
    PORT: 'x',
    REVIEWS_MAX: '0',
    REVIEWS_DATABASE_URL: 'mysql://h',
    SUBGRAPH_CART_URL: 'nowhere',
  };
  expect(problemsOf(env)).toEqual([
    expect.stringMatching(/^PORT: /),
    expect.stringMatching(/^SUBGRAPH_CART_URL: must be a URL/),
    expect.stringMatching(/^REVIEWS_DATABASE_URL: must start with/),
    expect.stringMatching(/^REVIEWS_MAX: /),
  ]);
  expect(() => settingsOf(loadConfig({ DATA_DIR, REVIEWS_SECRET: 'short' }), reviews)).toThrow(
    ConfigurationError,
  );
});

test('production needs the secrets that subgraphs declare, and refuses their embedded adapters', () => {
  const env = { NODE_ENV: 'production' };
  expect(problemsOf(env)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^REVIEWS_SECRET: is required in production/),
      expect.stringMatching(/^REVIEWS_URL: file: is an embedded adapter/),
      expect.stringMatching(/^DATABASE_URL: pglite: is an embedded adapter/),
      expect.stringMatching(/^CACHE_URL: memory: is an embedded adapter/),
    ]),
  );
  const allowed = problemsOf({ ...env, ALLOW_EMBEDDED: '1', REVIEWS_SECRET: 'short' });
  expect(allowed.filter((problem) => problem.includes('embedded'))).toEqual([]);
  expect(allowed).toContainEqual(expect.stringMatching(/^REVIEWS_SECRET: has 5 bytes/));
  // A process is asked for what its own subgraphs declare, and for nothing else.
  expect(() => loadConfig({ DATA_DIR, ...env })).not.toThrow(/REVIEWS/);
});

test('any subgraph can have an address, and replicas', () => {
  const { subgraphUrls } = loadConfig({
    DATA_DIR,
    SUBGRAPH_REVIEWS_URL: 'http://a:1/graphql,http://b:1/graphql',
  });
  expect(subgraphUrls).toEqual({ reviews: 'http://a:1/graphql,http://b:1/graphql' });
});
