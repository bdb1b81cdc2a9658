// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { describeWithLucene } from './lucene/lucene-under-test.fixture.js';
import { describeSearchEngine } from './search-engine.contract.js';

// Nothing is skipped on Elasticsearch: the engine asks only for what its stripped distribution has,
// too. What differs is the analysis, which is a stand-in there: the words found are the same,
// scores need not be.
describeWithLucene('search', (make) => {
  const under = make();
  describeSearchEngine(`on ${under.kind}`, async () => ({
    engine: await under.open(),
    settle: under.refresh,
    close: under.close,
  }));
});
