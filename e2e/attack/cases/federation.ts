import { all, unlessRefused, type AttackCase } from './target.js';

const idOf = (known: readonly (readonly [string, string])[], word: string) =>
  known.find(([one]) => one === word)?.[1] ?? 'none';

export const federationCases: readonly AttackCase[] = [
  {
    attack: '`_service` and `_entities` at the gateway',
    run: ({ anonymous }) =>
      all(
        [
          '{ _service { sdl } }',
          '{ _entities(representations: [{ __typename: "User", id: "x" }]) { __typename } }',
        ],
        async (query) => unlessRefused(query, await anonymous.send(query), [400]),
      ),
  },
  {
    attack: 'forged identity headers',
    run: async (target) => {
      const headers = {
        'content-type': 'application/json',
        'x-identity': 'e30.e30.x',
        'x-user-id': 'usr_1',
        'x-permissions': '*',
        'x-internal-token': 'x',
      };
      const response = await target.fetch('/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: '{ me { id } users { nodes { id } } }' }),
      });
      const { data } = (await response.json()) as { data?: { me: unknown; users: unknown } };
      return data?.me || data?.users ? ['an identity was believed'] : [];
    },
  },
  {
    attack: "`_entities` of a subgraph with somebody else's reference",
    run: async ({ anonymous, customer, prepared }) => {
      const [order, payment, cart, user, number] = [
        'order',
        'payment',
        'cart',
        'user',
        'number',
      ].map((word) => idOf(prepared.victim, word));
      const queries = [
        `{ order(id: "${order}") { id } }`,
        `{ orderByNumber(number: "${number}") { id } }`,
        `{ cart(id: "${cart}") { id } }`,
        `{ user(id: "${user}") { id email } }`,
        `mutation { orderCancel(id: "${order}", idempotencyKey: "x") { order { id } } }`,
        `mutation { paymentRefund(paymentId: "${payment}", amount: { minor: 1, currency: "EUR" }, reason: "r", idempotencyKey: "x") { payment { id } } }`,
        `mutation { userAddressDelete(id: "${idOf(prepared.victim, 'address')}") { address { id } } }`,
        `mutation { sessionRevoke(id: "${idOf(prepared.victim, 'session')}") { ok } }`,
      ];
      return all([anonymous, customer], (client) =>
        all(queries, async (query) => {
          const text = JSON.stringify((await client.send(query)).data ?? {});
          return /"id":|"ok":true/.test(text) ? [`${query}: ${text}`] : [];
        }),
      );
    },
  },
  {
    attack: 'walking to personal data over other types',
    run: async ({ anonymous, customer }) =>
      all([anonymous, customer], async (client) => {
        const { data, errors } = await client.send(
          '{ orders(first: 5) { nodes { id shippingAddress { line1 } } } users(first: 5) { nodes { email } } }',
        );
        return data?.orders || data?.users || !errors?.length
          ? ['orders or users were listed']
          : [];
      }),
  },
  {
    attack: 'asking subgraphs for traces',
    run: async (target) => {
      const headers = {
        'content-type': 'application/json',
        'apollo-federation-include-trace': 'ftv1',
        'apollo-tracing': '1',
      };
      const response = await target.fetch('/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: '{ products(first: 1) { nodes { id } } }' }),
      });
      return /ftv1|"tracing"/.test(await response.text()) ? ['traces were told'] : [];
    },
  },
  {
    attack: 'aliases `__proto__`, `constructor`, `prototype`, in operations and files',
    run: async ({ anonymous }) => [
      ...(await all(['__proto__', 'constructor', 'prototype'], async (alias) =>
        unlessRefused(
          alias,
          await anonymous.send(`{ products(first: 1) { nodes { ${alias}: name } } }`),
          [400],
        ),
      )),
      ...(({ errors }) => (errors ? ['ordinary queries fail afterwards'] : []))(
        await anonymous.send('{ products(first: 1) { nodes { name } } }'),
      ),
    ],
  },
];
