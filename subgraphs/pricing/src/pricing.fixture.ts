import type { Principal } from '@emporium/auth/principal';
import type { EventData } from '@emporium/bus/define-event';
import type { PricingRuleChanged } from '@emporium/pricing-events';
import { admin } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraphOptions } from '@emporium/testing/test-subgraph';
import { pricing } from './subgraph.js';

const ERRORS = 'userErrors { ... on UserError { code message path } }';

/** A pricing at work, with short ways to do what tests do often. */
export type TestPricing = Awaited<ReturnType<typeof startPricing>>;

/** Starts pricing for tests. */
export async function startPricing(options: TestSubgraphOptions = {}) {
  const t = await startTestSubgraph(pricing, options);
  /** Executes and fails the test on GraphQL errors. */
  const ask = async (
    query: string,
    variables: Record<string, unknown> = {},
    as: Principal = admin,
  ) => {
    const { data, errors } = await t.execute(query, { variables, as });
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  /** Calls a create or update mutation of a noun, e.g. `taxZoneCreate`. */
  const save = async (
    mutation: string,
    input: Record<string, unknown>,
    fields = 'id version',
    key?: string,
  ) => {
    const noun = mutation.replace(/(Create|Update)$/, '');
    const type = mutation[0]!.toUpperCase() + mutation.slice(1);
    const isCreate = mutation.endsWith('Create');
    const data = await ask(
      `mutation ($input: ${type}Input!${isCreate ? ', $key: ID' : ''}) { ${mutation}(input: $input${isCreate ? ', idempotencyKey: $key' : ''}) { ${noun} { ${fields} } ${ERRORS} } }`,
      { input, ...(isCreate ? { key } : {}) },
    );
    return data[mutation];
  };
  const remove = async (mutation: string, id: string, expectedVersion?: number) =>
    (
      await ask(
        `mutation ($id: ID!, $v: Int) { ${mutation}(id: $id, expectedVersion: $v) { deletedId ${ERRORS} } }`,
        { id, v: expectedVersion },
      )
    )[mutation];
  /** What was published about a rule, oldest first. */
  const told = async (id: string) =>
    (await t.published())
      .filter((event) => event.subject === id)
      .map((event) => event.data as EventData<typeof PricingRuleChanged>);
  return { ...t, ask, save, remove, told };
}
