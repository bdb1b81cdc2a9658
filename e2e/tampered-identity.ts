import { createHmac } from 'node:crypto';

const read = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as object;
const write = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The identity with other claims (undefined = left out) and another head, signed with the right
 * secret all the same.
 */
export function tamperedIdentity(
  identity: string,
  secret: string,
  claims: object,
  head: object = {},
): string {
  const [oldHead, oldClaims] = identity.split('.');
  const body = `${write({ ...read(oldHead), ...head })}.${write({ ...read(oldClaims), ...claims })}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}
