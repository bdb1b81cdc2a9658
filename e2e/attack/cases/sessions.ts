import { WebSocket } from 'ws';
import { Client } from '../../client.js';
import { all, unlessRefused, type AttackCase } from './target.js';

const REGISTER = `mutation ($email: String!, $password: String!) { userRegister(email: $email, password: $password) { accessToken userErrors { ... on UserError { code path } } } }`;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const CLOSED_MS = 1_500;

export const sessionCases: readonly AttackCase[] = [
  {
    attack: 'tokens that are edited, unsigned, of another kind or that name critical extensions',
    run: async (target) => {
      const [head, payload, signature] = target.customer.token!.split('.') as [
        string,
        string,
        string,
      ];
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const admin = encode({ ...claims, role: 'ADMIN', permissions: ['read:user'] });
      const tokens = [
        `${head}.${admin}.${signature}`,
        `${encode({ alg: 'none', typ: 'at+jwt' })}.${admin}.`,
        `${encode({ alg: 'ES256', typ: 'at+jwt', crit: ['x'] })}.${payload}.${signature}`,
        `${head}.${payload}.`,
        '',
        'x',
      ];
      return all(tokens, async (token) => {
        const client = new Client(target.url);
        client.token = token || ' ';
        return unlessRefused(
          token.slice(0, 60),
          await client.send('{ me { id } }'),
          [401],
          ['UNAUTHENTICATED'],
        );
      });
    },
  },
  {
    attack: 'passwords that are guessed at once',
    run: ({ anonymous }) =>
      all(
        ['password', '        ', 'Qwerty123!', 'iloveyou2', 'guessed@example.com'],
        async (password) => {
          const { data } = await anonymous.send(REGISTER, {
            email: 'guessed@example.com',
            password,
          });
          return data?.userRegister?.userErrors?.[0]?.code === 'INVALID_INPUT'
            ? []
            : [`"${password}" was taken`];
        },
      ),
  },
  {
    attack: 'erasing an account with a stolen access token alone',
    run: async ({ customer }) => {
      const { data } = await customer.send(
        'mutation { userErase(confirm: true) { userErrors { ... on UserError { code } } } }',
      );
      return data?.userErase?.userErrors?.length > 0 ? [] : ['the account was erased'];
    },
  },
  {
    attack: 'a revoked token while the store is kept busy',
    run: async (target) => {
      const client = await new Client(target.url).logIn('customer@emporium.test', 'emporium-demo');
      await client.get('mutation { sessionRevoke { ok } }');
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => client.send('{ me { id } }')),
      );
      return answers.flatMap((answer) => unlessRefused('after signing out', answer, [401]));
    },
  },
  {
    attack: 'a connection without a greeting, with a second, too old',
    run: async ({ url, customer }) => {
      const closes = (messages: object[]) =>
        new Promise<number>((resolve) => {
          const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
          const late = setTimeout(() => resolve(0), CLOSED_MS);
          socket.on('open', () =>
            messages.forEach((message) => socket.send(JSON.stringify(message))),
          );
          socket.on('close', (code) => {
            clearTimeout(late);
            resolve(code);
          });
        });
      const init = {
        type: 'connection_init',
        payload: { authorization: `Bearer ${customer.token}` },
      };
      const codes = [
        await closes([{ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } }]),
        await closes([init, init]),
        await closes([{ type: 'connection_init', payload: { authorization: 'Bearer x' } }]),
      ];
      return codes.join() === '4401,4429,4401' ? [] : [`closed with ${codes.join()}`];
    },
  },
];
