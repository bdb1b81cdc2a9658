import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import type { Ctx, UsersServices } from '../context.js';
import { issueClientToken } from './issue-client-token.js';
import { readTokenRequest, TokenRequestError } from './token-request.js';

type AddRoutes = NonNullable<SubgraphDefinition<UsersServices>['routes']>;
const FORM = 'application/x-www-form-urlencoded';
const BODY_LIMIT = 16_384;

/** `POST /oauth/token`: an access token by client credentials (RFC 6749, 4.4). */
export const addTokenRoute: AddRoutes = (app, contextOf) => {
  // A scope of its own: nothing else here takes a form.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      done(null);
    });
    scope.post('/oauth/token', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      // Put there by the gateway, which passes no Authorization header on.
      const authorization = request.headers['x-client-authorization'];
      const { status, body, headers } = await answerTo(
        contextOf(request),
        typeof request.body === 'string' ? request.body : undefined,
        typeof authorization === 'string' ? authorization : undefined,
      );
      return reply.code(status).headers(headers).send(body);
    });
  });
};

/** Tokens are nobody else's, and neither is why there is none (RFC 6749, 5.1). */
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

async function answerTo(ctx: Ctx, form: string | undefined, authorization: string | undefined) {
  try {
    const token = await issueClientToken(ctx, readTokenRequest(form, authorization));
    const body = {
      access_token: token.accessToken,
      token_type: 'Bearer',
      expires_in: token.expiresIn,
      scope: token.scopes.join(' '),
    };
    return { status: 200, body, headers: NO_STORE };
  } catch (error) {
    if (!(error instanceof TokenRequestError)) throw error;
    const body = { error: error.code, error_description: error.message };
    return error.code === 'invalid_client'
      ? { status: 401, body, headers: { ...NO_STORE, 'www-authenticate': 'Basic realm="oauth"' } }
      : { status: 400, body, headers: NO_STORE };
  }
}
