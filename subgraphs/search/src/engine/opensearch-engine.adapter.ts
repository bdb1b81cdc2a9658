import { Client, errors } from '@opensearch-project/opensearch';
import { EngineAwayError, type LuceneTransport } from './lucene/transport.js';

/** The official client for OpenSearch; only its connections are used, requests are ours. */
export function openOpenSearch(url: URL): LuceneTransport {
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
    maxRetries: 0,
  });
  return {
    kind: 'opensearch',
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
          { requestTimeout: timeoutMs, maxRetries: 0 },
        );
        return { status: statusCode ?? 500, body: answer };
      } catch (error) {
        if (error instanceof errors.ResponseError)
          return { status: error.statusCode, body: error.body };
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
