import type { Ctx } from '@emporium/platform/context';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import { openDocument } from './open-document.js';
import { opensDocument } from './document-link.js';

/**
 * `GET /documents/<id>.pdf`: an invoice, a credit note, or the packing slip of an order, for whoever
 * has a link that is not over; 404 for everybody else.
 */
export const documentRoute: NonNullable<SubgraphDefinition['routes']> = (app, contextOf) => {
  app.get<{ Params: { file: string }; Querystring: Record<string, unknown> }>(
    '/documents/:file',
    async (request, reply) => {
      const id = /^((?:inv|ord)_[\w-]{1,60})\.pdf$/.exec(request.params.file)?.[1];
      const ctx: Ctx = contextOf(request);
      const document =
        id && opensDocument(ctx, id, request.query) ? await openDocument(ctx, id) : undefined;
      if (!document) return reply.header('cache-control', 'no-store').callNotFound();
      return reply
        .headers({
          'cache-control': 'private, no-store',
          'content-disposition': `inline; filename="${document.name}.pdf"`,
          'content-security-policy': "default-src 'none'; sandbox",
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        })
        .type('application/pdf')
        .send(document.bytes);
    },
  );
};
