import { all, type AttackCase, type Target } from './target.js';

const BODY = '{"query":"mutation { cartCreate { cart { id } } }"}';
const HEAD =
  'POST /graphql HTTP/1.1\nHost: shop.example\nContent-Type: application/json\nConnection: close\n';
const post = (
  target: Target,
  headers: Record<string, string>,
  body = '{"query":"{ __typename }"}',
) =>
  target.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const get = (
  target: Target,
  query: string,
  headers: Record<string, string> = { 'apollo-require-preflight': '1' },
) => target.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers });
const status = async (what: string, response: Promise<Response>, ...wanted: number[]) => {
  const { status: given } = await response;
  return wanted.includes(given) ? [] : [`${what}: ${given}`];
};

export const transportCases: readonly AttackCase[] = [
  {
    attack: 'foreign origins, `null`, look-alikes, http for https',
    run: (target) =>
      all(
        [
          'https://evil.example',
          'null',
          'http://localhost.evil.io',
          'https://studio.apollographql.com',
        ],
        async (origin) =>
          (await post(target, { origin })).headers.get('access-control-allow-origin') === null
            ? []
            : [origin],
      ),
  },
  {
    attack: 'forged requests: text/plain, forms, multipart, GET',
    run: async (target) => [
      ...(await all(
        ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
        (type) => status(type, post(target, { 'content-type': type }, BODY), 400),
      )),
      ...(await status('GET without the preflight header', get(target, '{ __typename }', {}), 400)),
    ],
  },
  {
    attack: 'mutations by GET',
    run: (target) => status('GET', get(target, 'mutation { cartCreate { cart { id } } }'), 405),
  },
  {
    attack: 'a GET that names any content type but JSON (GHSA-9q82-xgwf-vj6h)',
    run: (target) =>
      all(['text/plain', 'image/svg+xml', ';'], (type) =>
        status(
          type,
          get(target, '{ __typename }', { 'content-type': type, 'apollo-require-preflight': '1' }),
          415,
        ),
      ),
  },
  {
    attack: 'a browser that guesses types, frames the page, keeps answers',
    run: async (target) => {
      const { headers } = await post(target, {});
      const wanted = {
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      };
      return Object.entries(wanted).flatMap(([name, value]) =>
        headers.get(name) === value ? [] : [`${name}: ${headers.get(name)}`],
      );
    },
  },
  {
    attack: 'two lengths, length and chunks, folded headers, 64 kB of headers, TRACE, other hosts',
    run: (target) =>
      all(
        [
          `${HEAD}Content-Length: ${BODY.length}\nTransfer-Encoding: chunked\n\n0\n\n${BODY}`,
          `${HEAD}Content-Length: ${BODY.length}\nContent-Length: 5\n\n${BODY}`,
          `${HEAD}X-Folded: one\n two\nContent-Length: ${BODY.length}\n\n${BODY}`,
          `GET /graphql HTTP/1.1\nHost: shop.example\nX-Large: ${'x'.repeat(65_536)}\n\n`,
          'TRACE /graphql HTTP/1.1\nHost: shop.example\nConnection: close\n\n',
          'GET http://evil.example/graphql HTTP/1.1\nHost: shop.example\nConnection: close\n\n',
        ],
        async (text) => {
          const answer = await target.raw(text);
          return /^HTTP\/1\.1 2/m.test(answer)
            ? [`${text.slice(0, 120)}: ${answer.slice(0, 60)}`]
            : [];
        },
      ),
  },
  {
    attack: '`/metrics`, `/ready`, debug pages',
    run: (target) =>
      all(
        [
          '/metrics',
          '/ready',
          '/debug',
          '/commands/verify',
          '/',
          '/.env',
          '/.git/config',
          '/graphql/../metrics',
        ],
        (path) => status(path, target.fetch(path), 404),
      ),
  },
  {
    attack: 'addresses that lead nowhere or cannot be read, bodies that are no HTTP',
    run: (target) =>
      all(
        [
          '/nothing',
          '/media/x%2fy',
          '/media/%zz',
          '/media/med_x/1-inside.webp',
          '/webhooks/payments/none',
          '/media/..%2f..%2fpackage.json',
        ],
        async (path) => {
          const response = await target.fetch(path);
          const text = await response.text();
          return response.status < 500 &&
            /^\{"errors":\[\{"message":".+","extensions":\{"code":"BAD_USER_INPUT"/.test(text)
            ? []
            : [`${path}: ${response.status} ${text}`];
        },
      ),
  },
];
