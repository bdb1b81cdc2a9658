import type { History } from './history.js';
import type { CheckResult } from './check-results.js';

/** Three parts of base64url, the first of them an object: a token. */
const TOKEN = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g;

/**
 * I23: what the services logged has no secret of a client in it, and tells where each internal
 * error came from.
 */
export function judgeLogs(log: string, history: History): CheckResult {
  const found = [...new Set(log.match(TOKEN) ?? [])].map(
    (token) => `a token is in the log: ${token.slice(0, 20)}…`,
  );
  for (const secret of history.secrets)
    if (log.includes(secret))
      found.push(`a secret that a client got is in the log: ${secret.slice(0, 12)}…`);
  for (const [password] of log.matchAll(/secret of canary-\w+|emporium-demo/g))
    found.push(`a password is in the log: ${password.slice(0, 12)}…`);
  for (const { id, code } of history.errors) {
    if (!id) found.push(`an error ${code} has no request id`);
    else if (code === 'INTERNAL_SERVER_ERROR' && !log.includes(id))
      found.push(`request ${id} failed with ${code}, and no log knows it`);
  }
  return {
    id: 'I23',
    title: `logs have no secrets, and every internal error (${log.length} characters)`,
    found: [...new Set(found)],
  };
}
