import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import type { Ctx, UsersServices } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { exportFile } from './export-file.js';
import { exportHtml } from './export-html.js';
import { type ExportFormat, opensExport } from './export-link.js';

/**
 * `GET /person-data/<id>.json` and `.html`: an export for whoever has a link that is not over; 404
 * for everybody else. Each download is in the log of security events.
 */
export const exportRoute: NonNullable<SubgraphDefinition<UsersServices>['routes']> = (
  app,
  contextOf,
) => {
  app.get<{ Params: { file: string }; Querystring: Record<string, unknown> }>(
    '/person-data/:file',
    async (request, reply) => {
      const [, id, format] = /^(prq_[\w-]{1,60})\.(json|html)$/.exec(request.params.file) ?? [];
      const ctx: Ctx = contextOf(request);
      const file =
        id && opensExport(ctx, id, request.query) ? await exportFile(ctx, id) : undefined;
      if (!file) return reply.header('cache-control', 'no-store').callNotFound();
      await recordSecurityEvent(ctx, { type: 'DATA_EXPORT_DOWNLOADED', userId: file.userId });
      const isHtml = (format as ExportFormat) === 'html';
      return reply
        .headers({
          'cache-control': 'private, no-store',
          'content-disposition': `${isHtml ? 'inline' : 'attachment'}; filename="person-data.${format}"`,
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        })
        .type(isHtml ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8')
        .send(isHtml ? exportHtml(file, ctx.config.shopName) : JSON.stringify(file, null, 2));
    },
  );
};
