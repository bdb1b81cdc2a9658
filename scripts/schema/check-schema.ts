import { apiSchema } from './api-schema.js';
import { composeGraph } from './compose-graph.js';
import type { EventSchema } from './event-schemas.js';
import { generate } from './generate.js';
import { drift } from './generated-files.js';
import { checkAgainst } from './history-check.js';
import { parseSubgraphs } from './lint/lint-input.js';
import { RULES } from './lint/rules.js';
import { missingDescriptions } from './missing-descriptions.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

/** The outcome of one check; no problems means it passed. */
export interface CheckResult {
  title: string;
  problems: string[];
  note?: string;
}

/** What to compare with and when; everything the checks need from outside. */
export interface CheckOptions {
  root: string;
  /** Git ref of the breaking-change check. */
  against: string;
  /** The ref was named by the caller, so it has to exist. */
  asked: boolean;
  /** `YYYY-MM-DD`; deprecated elements may go after their day. */
  today: string;
}

/**
 * Runs every check of `npm run schema:check` on freshly built schemas; composition errors end the
 * list, as nothing can follow.
 */
export async function checkSchema(
  subgraphs: SubgraphSdl[],
  events: EventSchema[],
  options: CheckOptions,
): Promise<CheckResult[]> {
  const composed = composeGraph(subgraphs);
  const hints = composed.hints.map((hint) => `hint ${hint}`);
  const parsed = parseSubgraphs(subgraphs);
  const lint = RULES.flatMap((rule) =>
    rule.check(parsed).map(({ where, message }) => `[${rule.name}] ${where} ${message}`),
  );
  const results: CheckResult[] = [
    { title: 'composition without errors and hints', problems: [...composed.errors, ...hints] },
    { title: `${RULES.length} rules of the schema conventions`, problems: lint },
  ];
  if (!composed.supergraph) return results;
  results.push({
    title: 'a description on every element',
    problems: missingDescriptions(apiSchema(composed.supergraph)),
  });
  const files = generate(subgraphs, events, composed);
  const { missing, changed, stale } = drift(options.root, files);
  const drifted = [
    ...missing.map((p) => `${p} is missing`),
    ...changed.map((p) => `${p} is out of date`),
    ...stale.map((p) => `${p} is no longer generated`),
  ];
  results.push({
    title: 'committed schema = code',
    problems: drifted,
    note: drifted.length ? 'run npm run schema' : '',
  });
  const history = await checkAgainst(options.root, options.against, files, options);
  results.push({ title: 'no breaking change', ...history });
  return results;
}
