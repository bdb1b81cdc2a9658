import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import { ANONYMOUS, type Principal } from '@emporium/auth/principal';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { drawProduct } from '@emporium/shop/seed/draw-product';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessAnchors, type Anchors } from './access-anchors.js';
import { accessCases, isAllowed, ROLES, type AccessCase, type Role } from './access-cases.js';
import type { Answer, Client } from './client.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

/**
 * Root fields that everybody may use, each with the reason. A new one must be guarded or earn its
 * line here.
 */
const PUBLIC: Record<string, string> = {
  'Query.currencies': 'codes of currencies, for everybody who shops',
  'Query.cart': 'a guest cart is opened by its secret id, an own one only by its user',
  'Query.categories': 'the shop window',
  'Query.category': 'the shop window',
  'Query.giftCardBalance':
    'opened by the code of the card; guesses are counted as those of a log-in',
  'Query.me': 'null for anonymous callers',
  'Query.mediaAsset': 'pictures are public',
  'Query.node': 'finds what the access rules of its type allow',
  'Query.nodes': 'the same',
  'Query.notification': 'only own ones and those for everybody',
  'Query.order': 'opened by its user or by the guest token of the order; null for others',
  'Query.orderByNumber': 'the same',
  'Query.orderByToken': 'opened by the signed token of a guest order',
  'Query.paymentMethods': 'of an order that the guest token opens; others get none',
  'Query.product': 'the shop window; drafts are null without read:product',
  'Query.products': 'the shop window; drafts are left out without read:product',
  'Query.shippingMethods': 'of a cart, which is opened by its secret id',
  'Query.search': 'the shop window',
  'Query.searchSuggest': 'the shop window',
  'Mutation.cartCreate': 'guests shop',
  'Mutation.cartClear': 'opened by the secret id of the cart',
  'Mutation.cartCurrencyUpdate': 'opened by the secret id of the cart',
  'Mutation.cartDeliveryUpdate': 'opened by the secret id of the cart',
  'Mutation.cartDiscountCodesUpdate': 'opened by the secret id of the cart',
  'Mutation.cartLinesAdd': 'opened by the secret id of the cart',
  'Mutation.cartLinesRemove': 'opened by the secret id of the cart',
  'Mutation.cartLinesUpdate': 'opened by the secret id of the cart',
  'Mutation.orderPlace': 'guests order',
  'Mutation.orderCancel': 'a guest order is opened by its token; others are NOT_FOUND',
  'Mutation.giftCardRedeem':
    'opened by the code of the card; guesses are counted as those of a log-in',
  'Mutation.passkeyLogin': 'who logs in is nobody yet',
  'Mutation.passkeyLoginBegin': 'who logs in is nobody yet',
  'Mutation.passkeyMfaBegin': 'the challenge of a log-in opens it',
  'Mutation.paymentCreate': 'a guest order is opened by its token; others are NOT_FOUND',
  'Mutation.userRegister': 'who registers is nobody yet',
  'Mutation.userEmailVerify': 'opened by the token of a mail; guesses are counted as log-ins',
  'Mutation.userEmailChangeUndo': 'opened by the token of a mail; guesses are counted as log-ins',
  'Mutation.userPasswordReset': 'opened by the token of a mail; guesses are counted as log-ins',
  'Mutation.userPasswordResetRequest': 'who forgot the password is nobody yet',
  'Mutation.userLogin': 'who logs in is nobody yet',
  'Mutation.userMfaVerify': 'the challenge of a log-in and a code open it',
  'Mutation.sessionRefresh': 'carries its own secret, the refresh token',
  'Subscription.productCreated': 'the shop window',
};
/** These end sessions of the caller: tried last, each with a log-in of its own. */
const ENDS_SESSION = /^(sessionRevoke|userErase|userPasswordChange|userEmailChange)/;
/** Answers UNAUTHENTICATED to everybody who brings no refresh token, logged in or not. */
const OWN_SECRET = 'sessionRefresh';
const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const BATCH = 8;

test('every root field and every admin field is guarded or on the list of what is public', () => {
  const open = accessCases.filter((one) => !one.guard).map((one) => `${one.type}.${one.field}`);
  expect(open.toSorted()).toEqual(Object.keys(PUBLIC).toSorted());
  expect(accessCases.filter((one) => one.isAdmin && !one.guard)).toEqual([]);
  expect(accessCases.filter((one) => one.guard).length).toBeGreaterThan(50);
});

describe('access matrix', () => {
  if (deploymentUrl()) {
    test('in a shop', (context) =>
      context.skip(
        'E2E_URL is set: the matrix changes roles, sessions and goods of a shop of its own',
      ));
    return;
  }
  let under: ShopUnderTest;
  const clients = new Map<Role, Client>();
  /** Ways to one object of each type that has guarded fields, open to every role. */
  let anchors: Anchors;

  const logIn = (role: Role) =>
    role === 'ANONYMOUS'
      ? Promise.resolve(under.client())
      : under.client().logIn(`${role.toLowerCase()}@emporium.test`, 'emporium-demo');
  beforeAll(async () => {
    under = await shopUnderTest();
    for (const role of ROLES) clients.set(role, await logIn(role));
    anchors = await accessAnchors(under, clients);
  });
  afterAll(() => under?.close());

  /**
   * Codes of errors by the key of the answer that they are about; refusals of the whole request are
   * about its only field.
   */
  const codesOf = (
    { errors = [] }: Answer,
    keyOf: (path: (string | number)[]) => unknown,
    only?: string,
  ) =>
    new Map(
      errors.map((error) => [
        String(error.path ? keyOf(error.path) : only),
        String(error.extensions['code']),
      ]),
    );
  const expectCode = (one: AccessCase, role: Role, code: string | undefined) => {
    const name = `${role} ${one.type}.${one.field}`;
    if (isAllowed(one, role))
      expect
        .soft(
          [...REFUSALS, 'INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE'],
          `${name} is allowed, but ${code}`,
        )
        .not.toContain(code);
    else expect.soft(code, name).toBe(role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  };

  const expectAnswers = async (role: Role, client: Client, batch: readonly AccessCase[]) => {
    const answer = await client.send(
      `${batch[0]!.type.toLowerCase()} { ${batch.map((one) => one.selection).join(' ')} }`,
    );
    expect(answer.status, JSON.stringify(answer.errors)).toBe(200);
    const codes = codesOf(answer, (path) => path[0]);
    for (const one of batch.filter(({ field }) => field !== OWN_SECRET))
      expectCode(one, role, codes.get(one.field));
  };
  const fields = accessCases.filter(
    (one) => ['Query', 'Mutation'].includes(one.type) && !one.hasUpload,
  );

  test.each(ROLES)('%s: root fields', async (role) => {
    const byType = Map.groupBy(
      fields.filter((one) => !ENDS_SESSION.test(one.field)),
      (one) => one.type,
    );
    for (const all of byType.values()) {
      for (let i = 0; i < all.length; i += BATCH)
        await expectAnswers(role, clients.get(role)!, all.slice(i, i + BATCH));
    }
  });

  test.each(ROLES)('%s: uploads', async (role) => {
    for (const one of accessCases.filter((each) => each.hasUpload)) {
      const answer = await clients
        .get(role)!
        .upload(
          `mutation ($file: Upload!) { ${one.selection} }`,
          new Blob([new Uint8Array(await drawProduct('bag', 9))], { type: 'image/png' }),
          'bag.png',
        );
      expectCode(one, role, codesOf(answer, (path) => path[0], one.field).get(one.field));
    }
  });

  test.each(ROLES)('%s: guarded fields of objects', async (role) => {
    const fields = Map.groupBy(
      accessCases.filter(
        (one) => one.guard && !['Query', 'Mutation', 'Subscription'].includes(one.type),
      ),
      (one) => one.type,
    );
    for (const [type, cases] of fields) {
      const anchor = anchors[type];
      if (!anchor) throw new Error(`${type} has guarded fields: tell the test how to reach one`);
      const answer = await clients
        .get(role)!
        .send(anchor(cases.map((one) => one.selection).join(' '), role));
      expect(
        JSON.stringify(answer.data),
        `${role} reaches no ${type}: ${JSON.stringify(answer.errors)}`,
      ).toContain('"reached":');
      const codes = codesOf(answer, (path) => path.at(-1));
      for (const one of cases) expectCode(one, role, codes.get(one.field));
    }
  });

  test.each(ROLES)('%s: subscriptions', async (role) => {
    for (const one of accessCases.filter((each) => each.type === 'Subscription')) {
      const abort = new AbortController();
      const headers = {
        ...clients.get(role)!.credentials(),
        'content-type': 'application/json',
        accept: 'text/event-stream',
      };
      const response = await fetch(under.url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: `subscription { ${one.selection} }` }),
        signal: abort.signal,
      });
      expect(response.status).toBe(200);
      // Who may listen hears nothing for now; who may not is told so at once.
      expectCode(
        one,
        role,
        isAllowed(one, role) ? undefined : /"code":"(\w+)"/.exec(await firstOf(response))?.[1],
      );
      abort.abort();
    }
  });

  test.each(ROLES)('%s: what ends sessions', async (role) => {
    for (const one of fields.filter((each) => ENDS_SESSION.test(each.field)))
      await expectAnswers(role, await logIn(role), [one]);
  });

  test('the subgraphs refuse what the gateway would refuse: nobody gets around it', async () => {
    for (const role of ROLES) {
      const principal: Principal =
        role === 'ANONYMOUS'
          ? ANONYMOUS
          : {
              kind: 'user',
              sub: 'usr_none',
              sid: 'ses_none',
              role,
              permissions: BUILT_IN_ROLES[role],
            };
      for (const one of accessCases.filter(
        (each) =>
          ['Query', 'Mutation'].includes(each.type) && !each.hasUpload && !isAllowed(each, role),
      )) {
        const result = await under.shop!.runtime.clients.get(one.owner)!.execute({
          query: `${one.type.toLowerCase()} { ${one.selection} }`,
          principal,
          issuer: 'gateway',
          requestId: 'matrix',
        });
        expectCode(one, role, result.errors?.[0]?.extensions['code'] as string | undefined);
      }
    }
  });
});

async function firstOf(response: Response): Promise<string> {
  for await (const chunk of response.body!) return new TextDecoder().decode(chunk as Uint8Array);
  return '';
}
