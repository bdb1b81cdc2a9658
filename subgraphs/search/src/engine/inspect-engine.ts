import { settingsOf } from '@emporium/platform/config/settings';
import {
  compareVersion,
  fail,
  ok,
  warn,
  type Finding,
  type Inspection,
} from '@emporium/platform/inspection';
import { searchConfig } from '../config.js';
import type { LuceneAnswer, LuceneTransport } from './lucene/transport.js';
import { openLucene } from './open-search-engine.js';

const TIMEOUT_MS = 5_000;
const OLDEST = { elasticsearch: 8, opensearch: 2 };

/** The search engine beside the database: there, of a known version, healthy, with an index. */
export const inspectEngine: Inspection = {
  name: 'search',
  async run(config) {
    const { SEARCH_URL: searchUrl } = settingsOf(config, searchConfig);
    if (searchUrl.startsWith('pg:')) return [ok('in the database of search')];
    const { transport, names } = await openLucene(searchUrl);
    const ask = (path: string) => transport.send({ method: 'GET', path, timeoutMs: TIMEOUT_MS });
    try {
      const root = await ask('/');
      if (root.status === 401 || root.status === 403)
        return [
          fail(
            `${transport.kind} refuses the log-in (${root.status})`,
            'correct user and password in SEARCH_URL',
          ),
        ];
      return [
        compareVersion(transport.kind, versionOf(root), OLDEST[transport.kind]),
        healthOf(transport, await ask('/_cluster/health')),
        indexOf(names.products, await ask(`/_alias/${names.products}`)),
      ];
    } catch (error) {
      return [
        fail(
          (error as Error).message,
          `start ${transport.kind}, or correct SEARCH_URL (host, port, user, password)`,
        ),
      ];
    } finally {
      await transport.close();
    }
  },
};

const versionOf = ({ body }: LuceneAnswer) =>
  String((body as { version?: { number?: string } } | null)?.version?.number ?? '');

function healthOf({ kind }: LuceneTransport, { body }: LuceneAnswer): Finding {
  const status = String((body as { status?: string } | null)?.status ?? 'unknown');
  if (status === 'green' || status === 'yellow') return ok(`the cluster is ${status}`);
  return fail(`the cluster is ${status}`, `look at the log of ${kind}: shards are missing`);
}

function indexOf(alias: string, { status }: LuceneAnswer): Finding {
  if (status === 200) return ok(`the index ${alias} is there`);
  if (status === 404)
    return warn(
      `there is no index ${alias} yet`,
      'the first start makes it; for products that exist already: npm run search:rebuild',
    );
  return fail(
    `the index ${alias} cannot be looked at (${status})`,
    'let the user of SEARCH_URL manage indices of that name',
  );
}
