import { createHash } from 'node:crypto';
import { parseMediaFile } from '@emporium/media-events/media-url';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ctx } from '../context.js';
import { variantKey } from '../blob/keys.js';
import { query } from '../tables.js';
import { contentTypeOf } from './render-variant.js';

/** `GET /media/<assetId>/<width>-<fit>.<format>`: an image on the ladder, immutable; anything else is 404. */
export function mediaRoute(app: FastifyInstance, contextOf: (request: FastifyRequest) => Ctx): void {
  app.get<{ Params: { assetId: string; file: string } }>('/media/:assetId/:file', async (request, reply) => {
    const { assetId, file } = request.params;
    const transform = parseMediaFile(file);
    const ctx = contextOf(request);
    if (!transform || !/^med_[\w-]{1,60}$/.test(assetId) || !(await exists(ctx, assetId))) return reply.callNotFound();
    const { blobs, renderer } = ctx.services;
    const key = variantKey(assetId, transform);
    const etag = `"${createHash('sha256').update(key).digest('hex').slice(0, 32)}"`;
    reply.headers({
      'cache-control': 'public, max-age=31536000, immutable',
      etag,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const blob = (await blobs.get(key)) ?? ((await renderer.render(assetId, transform)) ? await blobs.get(key) : undefined);
    if (!blob) return reply.removeHeader('etag').header('cache-control', 'no-store').callNotFound();
    return reply.type(contentTypeOf(transform)).header('content-length', blob.bytes).send(blob.stream());
  });
}

async function exists(ctx: Ctx, assetId: string): Promise<boolean> {
  return (await query(ctx).selectFrom('MediaAsset').select('id').where('id', '=', assetId).executeTakeFirst()) !== undefined;
}
