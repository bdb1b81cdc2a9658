import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import mustache from 'mustache';
import type { NotificationServices } from '../context.js';
import { ACCOUNT_MAILS, CART_MAIL, ORDER_MAILS, STAFF_MAILS } from '../mail/mail-template.js';
import { MAIL_LANGUAGES } from '../mail/texts/texts-in.js';
import { previewMail } from './preview-mail.js';

const MAX_LISTED = 200;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mails</title></head><body style="font-family:sans-serif;margin:2rem">
<h1>Mails</h1><table cellpadding="6">{{#templates}}<tr><td>{{name}}</td>{{#languages}}<td><a href="/mails/preview/{{name}}.{{language}}.html">{{language}}</a>, <a href="/mails/preview/{{name}}.{{language}}.txt">text</a></td>{{/languages}}</tr>{{/templates}}</table>
<h2>Sent</h2>{{^sent}}<p>None is kept: with MAIL_URL=file: they are.</p>{{/sent}}<ul>{{#sent}}<li><a href="/mails/sent/{{.}}">{{.}}</a></li>{{/sent}}</ul></body></html>`;

/**
 * `/mails`: every mail as it looks, and those in the mail folder. They hold links that open orders,
 * so in production there is no such page, here nor at the gateway.
 */
export const previewRoute: NonNullable<SubgraphDefinition<NotificationServices>['routes']> = (
  app,
  contextOf,
) => {
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (contextOf(request).config.production) return reply.callNotFound();
      reply.headers(HEADERS);
    });
    scope.get('/mails', async (request, reply) => {
      const sent = await contextOf(request).services.mailer.kept();
      const languages = MAIL_LANGUAGES.map((language) => ({ language }));
      const templates = [...ORDER_MAILS, ...ACCOUNT_MAILS, CART_MAIL, ...STAFF_MAILS].map(
        (name) => ({
          name,
          languages,
        }),
      );
      return reply
        .type('text/html; charset=utf-8')
        .send(mustache.render(PAGE, { templates, sent: sent.slice(0, MAX_LISTED) }));
    });
    scope.get<{ Params: { file: string } }>('/mails/preview/:file', async (request, reply) => {
      const [, template = '', language = '', form] =
        /^([a-z-]+)\.([a-z]{2})\.(html|txt)$/.exec(request.params.file) ?? [];
      const mail = previewMail(contextOf(request), template, language);
      if (!mail) return reply.callNotFound();
      return form === 'html'
        ? reply.type('text/html; charset=utf-8').send(mail.html)
        : reply.type('text/plain; charset=utf-8').send(`Subject: ${mail.subject}\n\n${mail.text}`);
    });
    scope.get<{ Params: { id: string } }>('/mails/sent/:id', async (request, reply) => {
      const { mailer } = contextOf(request).services;
      const raw = await mailer.read(request.params.id);
      if (raw === undefined) return reply.callNotFound();
      return reply.type('text/plain; charset=utf-8').send(raw);
    });
  });
};
