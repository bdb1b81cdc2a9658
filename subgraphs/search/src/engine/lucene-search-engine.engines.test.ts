// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { randomUUID } from 'node:crypto';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { PATIENCE } from './lucene/lucene-server.js';
import { openSearchEngine } from './open-search-engine.js';
import { describeSearchEngine } from './search-engine.contract.js';

const none = () => {
  throw new Error('no database is needed');
};

for (const [kind, url] of [
  ['opensearch', engineUrls().opensearchUrl],
  ['elasticsearch', engineUrls().elasticsearchUrl],
] as const) {
  describeWithEngine(`search on ${kind}`, url, (serverUrl) => {
    describeSearchEngine(`on ${kind}`, async () => {
      const base = `test-${randomUUID().slice(0, 8)}`;
      // Several test files share two cores with the engines.
      const engine = await openSearchEngine(`${kind}+${serverUrl}?index=${base}`, none, { ...PATIENCE, search: 20_000 });
      const refresh = () => fetch(`${serverUrl}/${base}-*/_refresh`, { method: 'POST' });
      return {
        engine,
        settle: async () => void (await refresh()),
        close: async () => {
          await engine.close();
          const indices = Object.keys((await (await fetch(`${serverUrl}/${base}-*/_alias`)).json()) as object);
          await Promise.all(indices.map((index) => fetch(`${serverUrl}/${index}`, { method: 'DELETE' })));
        },
      };
    });
  });
}
