import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import type { Principal } from '@emporium/auth/principal';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { PASSWORD } from '../test/people.js';

const OTHERS = ['orders', 'payments', 'cart', 'notifications', 'pricing'];

/** Users among stand-ins for the parts of the shop that keep data of persons. */
export async function startWithParts() {
  /** Pages by part; one of these parts does not answer while it is away. */
  const pages = new Map<string, { data: object; next: string | null }[]>();
  const away = new Set<string>();
  const asked: string[] = [];
  /** What parts still keep of erased persons. */
  const remains = new Map<string, { left: string[]; waits: string[] }>();
  const answer =
    (part: string) =>
    ({ query: asks, variables }: { query: string; variables?: Record<string, unknown> }) => {
      if (away.has(part)) throw new SubgraphUnavailableError(part, 'down');
      if (asks.includes('PersonRemains'))
        return { remains: remains.get(part) ?? { left: [], waits: [] } };
      const at = Number(variables?.['after'] ?? 0);
      asked.push(`${part} ${at}`);
      const page = pages.get(part)?.[at] ?? { data: {}, next: null };
      return { page: { data: JSON.stringify(page.data), next: page.next } };
    };
  const t = await startTestSubgraph(users, {
    calls: Object.fromEntries(OTHERS.map((part) => [part, answer(part)])),
  });
  return { t, pages, away, asked, remains };
}

const EXPORT = `id status expiresAt jsonUrl htmlUrl parts { name status message }`;
const REQUEST = `mutation ($userId: ID, $password: String, $key: ID) { answer: personDataExportRequest(userId: $userId, password: $password, idempotencyKey: $key) {
  dataExport { ${EXPORT} } userErrors { ... on UserError { code } ... on TooManyExportsError { retryAt } } } }`;

/** Asks for an export of oneself; `variables` say otherwise. */
export const ask = (
  t: TestSubgraph<UsersServices>,
  as: Principal,
  variables: Record<string, unknown> = { password: PASSWORD },
) => t.execute(REQUEST, { as, variables });

/** An export as somebody sees it. */
export const seen = async (t: TestSubgraph<UsersServices>, as: Principal, id: string) =>
  (
    await t.execute(`query ($id: ID!) { personDataExport(id: $id) { ${EXPORT} } }`, {
      as,
      variables: { id },
    })
  ).data.personDataExport;

/** Makes every part that waits due, and lets the job run. */
export async function workOn(t: TestSubgraph<UsersServices>): Promise<void> {
  await query(t.ctx())
    .updateTable('PersonRequestPart')
    .set({ dueAt: new Date(0) })
    .execute();
  await t.runJob('run-person-requests');
}
