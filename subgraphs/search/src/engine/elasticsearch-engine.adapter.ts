import { Client, errors } from '@elastic/elasticsearch';
import { EngineAwayError, type LuceneTransport } from './lucene/transport.js';

/**
 * The official client for Elasticsearch 9; only its connections and its check of the product are
 * used, requests are ours.
 */
export function openElasticsearch(url: URL): LuceneTransport {
  const client = new Client({
    node: `${url.protocol}//${url.host}`,
    ...(url.username
      ? {
          auth: {
            username: decodeURIComponent(url.username),
            password: decodeURIComponent(url.password),
          },
        }
      : {}),
    // Whoever calls knows whether and when to try again; the client would do it in the caller's
    // time.
    maxRetries: 0,
    sniffOnStart: false,
  });
  return {
    kind: 'elasticsearch',
    send: async ({ method, path, query, body, lines, timeoutMs }) => {
      try {
        const { statusCode, body: answer } = await client.transport.request(
          {
            method,
            path,
            ...(query ? { querystring: query } : {}),
            ...(body ? { body } : {}),
            ...(lines ? { bulkBody: [...lines] } : {}),
          },
          { meta: true, requestTimeout: timeoutMs, maxRetries: 0 },
        );
        return { status: statusCode, body: answer };
      } catch (error) {
        if (error instanceof errors.ResponseError)
          return { status: error.statusCode ?? 500, body: error.body };
        if (error instanceof errors.TimeoutError)
          throw new EngineAwayError('timeout', `${path}: no answer within ${timeoutMs} ms`, {
            cause: error,
          });
        throw new EngineAwayError(
          'down',
          `${path}: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
    },
    close: () => client.close(),
  };
}
