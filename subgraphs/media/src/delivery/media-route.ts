import { createHash } from 'node:crypto';
import { parseMediaFile } from '@emporium/media-events/media-url';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ctx } from '../context.js';
import { variantKey } from '../blob/keys.js';
import { query } from '../tables.js';
import { RendersUsedUpError } from './render-share.js';
import { contentTypeOf } from './render-variant.js';

const DAY_S = 86_400;
const YEAR_S = 365 * DAY_S;

/**
 * `GET /media/<assetId>/<width>-<fit>.<format>`: an image on the ladder, immutable; anything else
 * is 404. A copy that must be made first is 429 for a network that has had too many made.
 */
export function mediaRoute(
  app: FastifyInstance,
  contextOf: (request: FastifyRequest) => Ctx,
): void {
  app.get<{ Params: { assetId: string; file: string } }>(
    '/media/:assetId/:file',
    async (request, reply) => {
      const { assetId, file } = request.params;
      const transform = parseMediaFile(file);
      const ctx = contextOf(request);
      const asset =
        transform && /^med_[\w-]{1,60}$/.test(assetId) ? await find(ctx, assetId) : undefined;
      if (!transform || !asset) return reply.callNotFound();
      const { blobs, renderer } = ctx.services;
      const key = variantKey(assetId, transform);
      const etag = `"${createHash('sha256').update(key).digest('hex').slice(0, 32)}"`;
      reply.headers({
        // A person may want the own picture forgotten, also by caches.
        'cache-control': `public, max-age=${asset.ownerId ? DAY_S : YEAR_S}, immutable`,
        etag,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      try {
        const made = async () =>
          (await renderer.render(assetId, transform, ctx.headers['x-client-ip']))
            ? blobs.get(key)
            : undefined;
        const blob = (await blobs.get(key)) ?? (await made());
        if (!blob)
          return reply.removeHeader('etag').header('cache-control', 'no-store').callNotFound();
        return reply
          .type(contentTypeOf(transform))
          .header('content-length', blob.bytes)
          .send(blob.stream());
      } catch (error) {
        if (!(error instanceof RendersUsedUpError)) throw error;
        const seconds = Math.ceil(error.retryAfterMs / 1_000);
        return reply
          .code(429)
          .removeHeader('etag')
          .headers({ 'cache-control': 'no-store', 'retry-after': seconds })
          .send();
      }
    },
  );
}

function find(ctx: Ctx, assetId: string) {
  return query(ctx)
    .selectFrom('MediaAsset')
    .select('ownerId')
    .where('id', '=', assetId)
    .executeTakeFirst();
}
