import { service } from '@emporium/testing/principals';
import type { ExecuteOptions, TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserMailRequested } from '@emporium/users-events';
import type { UsersServices } from '../context.js';
import type { LinkPurpose } from './account-link.entity.js';

/** What a mail shows of its link. */
export interface LinkMail {
  kind: LinkPurpose;
  address: string;
  token: string;
}

const MAIL = 'query ($id: ID!) { _userMail(requestId: $id) { kind address token } }';
/** Mutations that the tests of links send. */
export const VERIFY = mutation('userEmailVerify', 'token');
export const UNDO = mutation('userEmailChangeUndo', 'token');
export const ASK_RESET = mutation('userPasswordResetRequest', 'email');
export const RESET = mutation('userPasswordReset', 'token', 'newPassword');
export const RESEND =
  'mutation { answer: userVerificationRequest { ok userErrors { ... on UserError { code path message } } } }';
export const CHANGE_EMAIL = mutation('userEmailChange', 'email', 'password').replace(' ok ', ' ');

/** Ids of the mails asked for so far, also those for nobody, in their order. */
export async function requested(t: TestSubgraph<UsersServices>): Promise<string[]> {
  const events = await t.published();
  return events
    .filter((event) => event.type === UserMailRequested.type)
    .map((event) => (event.data as { requestId: string }).requestId);
}

/** A mail as notifications would get it now; null when none is to be sent. */
export async function mailOf(
  t: TestSubgraph<UsersServices>,
  requestId: string,
): Promise<LinkMail | null> {
  const as = service('notifications');
  return (await t.execute(MAIL, { as, variables: { id: requestId } })).data._userMail;
}

/** The newest mail of a kind to an address that its link still opens for. */
export async function newestMail(
  t: TestSubgraph<UsersServices>,
  kind: LinkPurpose,
  address: string,
): Promise<LinkMail> {
  const mails = await Promise.all((await requested(t)).map((id) => mailOf(t, id)));
  const found = mails.findLast((mail) => mail?.kind === kind && mail.address === address);
  if (!found) throw new Error(`no mail ${kind}`);
  return found;
}

/** Sends one of the mutations; returns the codes of what went wrong, none when it worked. */
export async function codesOf(
  t: TestSubgraph<UsersServices>,
  query: string,
  variables: Record<string, string> = {},
  options: ExecuteOptions = {},
): Promise<string[]> {
  const { data } = await t.execute(query, { ...options, variables });
  return data.answer.userErrors.map((error: { code: string }) => error.code);
}

function mutation(field: string, ...args: string[]): string {
  const declared = args.map((name) => `$${name}: String!`).join(', ');
  const given = args.map((name) => `${name}: $${name}`).join(', ');
  return `mutation (${declared}) { answer: ${field}(${given}) { ok userErrors { ... on UserError { code path message } } } }`;
}
