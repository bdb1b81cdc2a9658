/**
 * What `LIMIT_*` may be called; what each means, and its default, is the gateway's
 * (gateway-config.ts).
 */
export const LIMITS = [
  'bodyBytes',
  'bodyDeadlineMs',
  'documentBytes',
  'tokens',
  'depth',
  'aliases',
  'rootFields',
  'directives',
  'fragments',
  'fields',
  'cost',
  'costPerMinutePerIp',
  'costPerMinutePerUser',
  'costPerMinutePerNetwork',
  'loginsPerMinutePerIp',
  'accountsPerHourPerIp',
  'uploadBytes',
  'uploadFiles',
  'uploadDeadlineMs',
  'subgraphTimeoutMs',
  'queryDeadlineMs',
  'websocketsPerIp',
  'subscriptionsPerConnection',
  'subscriptionsPerIp',
] as const;

/**
 * The limits that are set, by their names in code (`LIMIT_BODY_BYTES` → `bodyBytes`). Names and
 * values that make no sense become problems.
 */
export function readLimits(
  env: Record<string, string | undefined>,
  problems: string[],
): Record<string, number> {
  const known = new Map<string, string>(LIMITS.map((limit) => [variableOf(limit), limit]));
  const limits: Record<string, number> = {};
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('LIMIT_')) continue;
    const limit = known.get(name);
    const value = Number(text);
    if (limit === undefined)
      problems.push(`${name}: there is no such limit; there are ${[...known.keys()].join(', ')}`);
    else if (!Number.isFinite(value) || value < 0)
      problems.push(`${name}: must be a number of at least 0`);
    else limits[limit] = value;
  }
  return limits;
}

const variableOf = (limit: string) =>
  `LIMIT_${limit.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
