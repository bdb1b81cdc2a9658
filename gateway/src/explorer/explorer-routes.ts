import type { FastifyInstance } from 'fastify';
import { ruruHTML, type RuruClientConfig } from 'ruru/server';
import { getStaticFile } from 'ruru/static';
import type { Example } from './read-examples.js';

const STATIC_PATH = '/explorer/';
/**
 * Everything comes from this origin; the page's own scripts are inline, its editors run in workers.
 */
const CONTENT_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

/**
 * `GET /`: the explorer, complete from npm assets, with the examples as tabs. For development only.
 */
export function addExplorer(app: FastifyInstance, examples: readonly Example[]): void {
  const page = explorerPage(examples);
  app.get('/', async (_request, reply) => {
    reply
      .header('content-security-policy', CONTENT_POLICY)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8');
    return page;
  });
  app.get(`${STATIC_PATH}*`, async (request, reply) => {
    const file = await getStaticFile({
      staticPath: STATIC_PATH,
      urlPath: request.url.split('?', 1)[0] ?? '',
      acceptEncoding: request.headers['accept-encoding'],
      disallowDevAssets: true,
    });
    if (!file) return reply.callNotFound();
    return reply
      .headers(file.headers)
      .header('cache-control', 'public, max-age=3600')
      .send(file.content);
  });
}

function explorerPage(examples: readonly Example[]): string {
  return ruruHTML({
    staticPath: STATIC_PATH,
    endpoint: '/graphql',
    // The published type demands settings that have defaults.
    clientConfig: {
      defaultQuery: examples[0]?.query ?? '{ __typename }',
      inputValueDeprecation: true,
    } as RuruClientConfig,
    htmlParts: {
      titleTag: '<title>Emporium explorer</title><link rel="icon" href="data:,">',
      headerScripts: (original) => `<script>${tabScript(examples)}</script>${original}`,
    },
  });
}

/**
 * Puts the examples into the tab store of the editor before it starts, unless the visitor already
 * has tabs of their own. The editor opens the tab whose text equals the stored query, and an empty
 * one more when there is none.
 */
function tabScript(examples: readonly Example[]): string {
  const tabs = examples.map(({ title, query, variables }, index) => ({
    id: `example-${index}`,
    title,
    query,
    variables: variables ?? null,
    headers: null,
    operationName: operationName(query),
    response: null,
  }));
  const [first] = examples;
  if (!first) return '';
  const store = {
    tabState: JSON.stringify({ activeTabIndex: 0, tabs }),
    query: first.query,
    variables: first.variables ?? '',
  };
  const entries = JSON.stringify(Object.entries(store)).replaceAll('<', '\\u003c');
  return `if (!localStorage.getItem('graphiql:tabState')) for (const [key, value] of ${entries}) localStorage.setItem('graphiql:' + key, value);`;
}

/** Without it the editor would send the name of the tab that was open before. */
function operationName(query: string): string | null {
  return /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
}
