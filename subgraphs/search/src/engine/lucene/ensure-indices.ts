import type { SynonymGroups } from '../../plan/segments.js';
import type { IndexNames } from './index-names.js';
import { isRefused, type LuceneServer } from './lucene-server.js';
import { categoryIndex, factIndex, productIndex } from './product-index.js';
import { findTargets } from './targets.js';

/**
 * Makes what is missing: the first index of products behind its alias, categories, facts, and the
 * synonyms to begin with.
 */
export async function ensureIndices(
  server: LuceneServer,
  names: IndexNames,
  synonyms: SynonymGroups,
): Promise<void> {
  if (!(await findTargets(server, names))) {
    await create(
      server,
      names.firstProducts,
      productIndex([names.products, names.write(names.firstProducts)]),
    );
  }
  await create(server, names.categories, categoryIndex);
  await create(server, names.facts, factIndex);
  try {
    await server.admin('PUT', `/${names.facts}/_create/synonyms`, { version: 1, groups: synonyms });
  } catch (error) {
    if (!isRefused(error, 409)) throw error;
  }
}

/** Another replica may make it at the same time, so one that exists is as good. */
async function create(server: LuceneServer, index: string, body: object): Promise<void> {
  try {
    await server.admin('PUT', `/${index}`, body);
  } catch (error) {
    if (isRefused(error, 400) && error.type === 'resource_already_exists_exception') return;
    throw error;
  }
}
