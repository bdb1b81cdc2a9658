import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { servicePrincipal } from '@emporium/auth/principal';
import { uploadOf } from '@emporium/platform/upload-of';
import type { Shop } from '../start-shop.js';
import type { CommandLine } from './shop-command.js';
import { subgraphCommand } from './subgraph-command.js';

const IMAGE_TYPES: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};
const UPLOAD = `mutation ($file: Upload!) { mediaUpload(file: $file) { asset { id } userErrors { ... on UserError { message } } } }`;

/**
 * Imports products from CSV (content in `csv`). With `mediaDir`, image files of that folder whose
 * names occur in the CSV are uploaded first; an upload of known bytes gives the asset that exists,
 * so a second import changes nothing.
 */
export async function* importProducts(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const { mediaDir, ...rest } = args as { csv: string; dryRun?: boolean; mediaDir?: string };
  const assets: Record<string, string> = {};
  if (mediaDir && !rest.dryRun) {
    // Addresses of images write a space as %20, and other letters alike.
    const text = rest.csv.toLowerCase();
    const isNamed = (name: string) =>
      [name, encodeURI(name), encodeURIComponent(name)].some((one) =>
        text.includes(one.toLowerCase()),
      );
    for (const name of await readdir(mediaDir)) {
      if (!Object.hasOwn(IMAGE_TYPES, extname(name).toLowerCase()) || !isNamed(name)) continue;
      const uploaded = await upload(shop, join(mediaDir, name), name);
      if (uploaded.id) assets[name] = uploaded.id;
      yield uploaded.id
        ? { type: 'progress', text: `uploaded ${name}` }
        : { type: 'warning', text: `${name}: ${uploaded.problem}` };
    }
  }
  yield* subgraphCommand('catalog', 'import')(shop, { ...rest, assets });
}

async function upload(
  shop: Shop,
  path: string,
  filename: string,
): Promise<{ id?: string; problem?: string }> {
  const mimetype = IMAGE_TYPES[extname(filename).toLowerCase()]!;
  const media = shop.runtime.clients.get('media')!;
  const result = await media.execute({
    query: UPLOAD,
    variables: {
      file: uploadOf({ filename, mimetype, createReadStream: () => createReadStream(path) }),
    },
    principal: servicePrincipal('catalog'),
    issuer: 'catalog',
    requestId: `import-${filename}`,
  });
  const payload = result.data?.['mediaUpload'] as
    { asset?: { id: string }; userErrors: { message: string }[] } | undefined;
  return payload?.asset
    ? { id: payload.asset.id }
    : {
        problem: payload?.userErrors[0]?.message ?? result.errors?.[0]?.message ?? 'upload failed',
      };
}
