import '@emporium/graphql/federated-schema';
import { describeSilence } from '@emporium/testing/describe-silence';
import { eventually } from '@emporium/testing/eventually';
import { goldenProduct } from '../golden/golden-products.fixture.js';
import { toPlan } from '../search/to-plan.js';
import { describeWithLucene } from './lucene/lucene-under-test.fixture.js';

const everything = toPlan({ query: '', first: 10 }, [], 'EUR');
const thing = goldenProduct('Thing', { price: 1_000 });
/** A fifth of the times of production. */
const TIMEOUTS = { search: 500, write: 3_000, admin: 6_000 };

describeWithLucene('search', (make, address) => {
  const { kind } = make();
  describeSilence(`search on ${kind}`, {
    opens: [
      'subgraphs/search/src/engine/elasticsearch-engine.adapter.ts',
      'subgraphs/search/src/engine/opensearch-engine.adapter.ts',
    ],
    target: () => address,
    // Changes that come during a write wait for it and go together into the next one.
    deadlineMs: 2 * TIMEOUTS.write,
    open: async (proxy) => {
      const under = make();
      await (await under.open()).index([thing]);
      const engine = await under.open({ address: proxy.through(address), timeouts: TIMEOUTS });
      const rebuild = await engine.beginRebuild();
      return {
        calls: {
          search: () => engine.search(everything),
          related: () => engine.related(thing.id, 3),
          categoriesByPrefix: () => engine.categoriesByPrefix('a', 3),
          synonyms: () => engine.synonyms(),
          index: () => engine.index([thing]),
          remove: () => engine.remove('prod_none', 1),
          'a page of a rebuild': () => rebuild.index([thing]),
          scan: () => engine.scan('', 10),
          recordVerification: () => engine.recordVerification(0),
          health: () => engine.health(),
          ping: () => engine.ping(),
        },
        close: async () => {
          await eventually(() => rebuild.abort());
          await under.close();
        },
      };
    },
  });
});
