/** Why no token is issued, in the words of RFC 6749, 5.2. */
export class TokenRequestError extends Error {
  override name = 'TokenRequestError';
  constructor(
    readonly code:
      'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope',
    message: string,
  ) {
    super(message);
  }
}

/** A request for a token by client credentials. */
export interface TokenRequest {
  clientId: string;
  clientSecret: string;
  /** Scopes asked for; undefined: all that the account has. */
  scopes: string[] | undefined;
}

/**
 * Reads a request for a token (RFC 6749, 4.4.2): credentials by HTTP Basic or in the body. Throws
 * TokenRequestError.
 */
export function readTokenRequest(
  body: string | undefined,
  authorization: string | undefined,
): TokenRequest {
  if (body === undefined)
    throw new TokenRequestError(
      'invalid_request',
      'Send a form: Content-Type application/x-www-form-urlencoded.',
    );
  const form = new URLSearchParams(body);
  for (const name of new Set(form.keys()))
    if (form.getAll(name).length > 1)
      throw new TokenRequestError('invalid_request', `Send ${printable(name)} once.`);
  // A parameter without a value counts as left out (RFC 6749, 3.2).
  const valueOf = (name: string) => form.get(name) || undefined;
  const grantType = valueOf('grant_type');
  if (grantType === undefined)
    throw new TokenRequestError('invalid_request', 'Send grant_type=client_credentials.');
  if (grantType !== 'client_credentials')
    throw new TokenRequestError('unsupported_grant_type', 'Only client_credentials is supported.');
  const basic = authorization === undefined ? undefined : basicOf(authorization);
  const inBody = { clientId: valueOf('client_id'), clientSecret: valueOf('client_secret') };
  if (basic && inBody.clientSecret !== undefined)
    throw new TokenRequestError(
      'invalid_request',
      'Send the credentials by HTTP Basic or in the body.',
    );
  if (basic && inBody.clientId !== undefined && inBody.clientId !== basic.clientId)
    throw new TokenRequestError(
      'invalid_request',
      'The header and the body name different clients.',
    );
  const { clientId, clientSecret } = basic ?? inBody;
  if (clientId === undefined || clientSecret === undefined)
    throw new TokenRequestError('invalid_client', 'Send client_id and client_secret.');
  const scopes = valueOf('scope')?.split(' ').filter(Boolean);
  return { clientId, clientSecret, scopes };
}

/** User and password of HTTP Basic, each encoded like a form value (RFC 6749, 2.3.1). */
function basicOf(authorization: string): { clientId: string; clientSecret: string } {
  const wrong = () =>
    new TokenRequestError('invalid_client', 'The Authorization header is not Basic.');
  const [, encoded] = /^basic +([\w+/=-]+)$/i.exec(authorization.trim()) ?? [];
  if (encoded === undefined) throw wrong();
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw wrong();
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return { clientId: decode(text.slice(0, colon)), clientSecret: decode(text.slice(colon + 1)) };
  } catch {
    throw wrong();
  }
}

/** What RFC 6749, 5.2 allows in error_description. */
function printable(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '?').slice(0, 40);
}
