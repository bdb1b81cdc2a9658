import { breakingChanges } from './breaking-changes.js';
import { eventBreaks, type JsonSchema } from './event-compatibility.js';
import { fileAt, filesAt, refExists } from './git-history.js';

const CONTRACTS = ['schema/api.graphql', 'schema/storefront.graphql'];

/**
 * What comparing with an older commit gave: problems, or the reason why there was nothing to
 * compare.
 */
export interface HistoryResult {
  problems: string[];
  note: string;
}

/**
 * Compares the generated contracts and event schemas with those committed at `ref`. A ref that was
 * asked for by name must exist; the default may not (first commit, shallow clone).
 */
export async function checkAgainst(
  root: string,
  ref: string,
  files: Map<string, string>,
  options: { asked: boolean; today: string },
): Promise<HistoryResult> {
  if (!refExists(root, ref)) {
    if (options.asked)
      return { problems: [`git knows no commit "${ref}"; fetch it or name another one`], note: '' };
    return {
      problems: [],
      note: `no commit ${ref} here (first commit or shallow clone): nothing to compare`,
    };
  }
  const problems: string[] = [];
  let compared = 0;
  for (const path of CONTRACTS) {
    const old = fileAt(root, ref, path);
    if (old === undefined) continue;
    compared += 1;
    problems.push(
      ...(await breakingChanges(old, files.get(path) ?? '', options.today)).map(
        (message) => `${path}: ${message}`,
      ),
    );
  }
  for (const path of filesAt(root, ref, 'schema/events').filter((file) => file.endsWith('.json'))) {
    const old = JSON.parse(fileAt(root, ref, path) ?? '{}') as JsonSchema;
    const now = files.get(path);
    compared += 1;
    problems.push(
      ...eventBreaks(
        path.replace(/^.*\/|\.json$/g, ''),
        old,
        now === undefined ? undefined : (JSON.parse(now) as JsonSchema),
      ),
    );
  }
  return {
    problems,
    note: compared
      ? `${compared} contracts compared with ${ref}`
      : `${ref} has no schema yet: nothing to compare`,
  };
}
