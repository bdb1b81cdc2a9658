import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import mustache from 'mustache';
import type { Ctx, NotificationServices } from '../context.js';
import { textsIn } from '../mail/texts/texts-in.js';
import { UNSUBSCRIBE_PATH } from './unsubscribe-link.js';
import { unsubscribe } from './unsubscribe.js';
import { verifyUnsubscription, type Unsubscription } from './unsubscribe-token.js';

const BODY_LIMIT = 10_000;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};
const PAGE = `<!doctype html><html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{title}}</title></head>
<body style="font-family:Helvetica,Arial,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1f2933">
<h1 style="font-size:1.4rem">{{title}}</h1><p>{{text}}</p>{{#button}}<form method="post"><button style="font-size:1rem;padding:.6rem 1.2rem" name="List-Unsubscribe" value="One-Click">{{button}}</button></form>{{/button}}</body></html>`;

/**
 * `/unsubscribe?token=…`: a page with a button, and the request that the button and mail programs
 * send (RFC 8058). Only POST unsubscribes, since programs open the links of mails to look at them.
 */
export const unsubscribeRoute: NonNullable<SubgraphDefinition<NotificationServices>['routes']> = (
  app,
  contextOf,
) => {
  app.register(async (scope) => {
    // Whatever the body says, the link says what is meant.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (_request, _body, done) => done(null),
    );
    scope.get<Asked>(UNSUBSCRIBE_PATH, async (request, reply) => {
      const ctx = contextOf(request);
      const meant = meantBy(ctx, request.query.token);
      reply.headers(HEADERS);
      return meant
        ? reply.send(page(ctx, ({ ask }) => ask))
        : reply.code(404).send(page(ctx, ({ invalid }) => invalid));
    });
    scope.post<Asked>(UNSUBSCRIBE_PATH, async (request, reply) => {
      const ctx = contextOf(request);
      const meant = meantBy(ctx, request.query.token);
      reply.headers(HEADERS);
      if (!meant) return reply.code(404).send(page(ctx, ({ invalid }) => invalid));
      await unsubscribe(ctx, meant);
      return reply.send(page(ctx, ({ done }) => done));
    });
  });
};

type Asked = { Querystring: { token?: unknown } };
type Words = ReturnType<typeof textsIn>['texts']['unsubscribe'];

function meantBy({ config }: Ctx, token: unknown): Unsubscription | undefined {
  return typeof token === 'string'
    ? verifyUnsubscription(token, config.internalSecrets)
    : undefined;
}

function page(
  { config }: Ctx,
  part: (words: Words) => { title: string; text: string; button?: string },
): string {
  const { texts, locale } = textsIn(config.shopLanguage);
  return mustache.render(PAGE, { language: locale, ...part(texts.unsubscribe) });
}
