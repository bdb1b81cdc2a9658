import { PoisonMessageError } from '@emporium/bus/event-bus';
import type { CategoryDocument } from '../../document/product-document.js';
import { indexWords } from '../../text/normalise.js';
import type { IndexNames } from './index-names.js';
import { isRefused, type LuceneServer } from './lucene-server.js';

/** Higher than any version of a category: what is deleted stays so, whatever comes later. */
const DELETED_VERSION = Number.MAX_SAFE_INTEGER;

/**
 * Stores a category's label under its own version; the engine itself refuses older ones, which is
 * fine.
 */
export async function writeCategory(
  server: LuceneServer,
  names: IndexNames,
  category: CategoryDocument,
): Promise<void> {
  const { id, slug, name, isDeleted } = category;
  const version = isDeleted ? DELETED_VERSION : category.version;
  const source = { id, slug, name, words: isDeleted ? [] : indexWords(name), deleted: isDeleted };
  try {
    await server.admin('PUT', `/${names.categories}/_doc/${encodeURIComponent(id)}`, source, {
      version,
      version_type: 'external',
    });
  } catch (error) {
    if (isRefused(error, 409)) return;
    if (isRefused(error, 400, 413)) throw new PoisonMessageError(error.message);
    throw error;
  }
}
