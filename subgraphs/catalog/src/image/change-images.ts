import { newId } from '@emporium/db/new-id';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { z } from 'zod';
import { changeProduct } from '../product/change-product.js';
import { canExist, id, position, text } from '../product/text-rules.js';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import { knownAssets } from './known-assets.js';
import type {
  ProductImageAddArgs,
  ProductImageRemoveArgs,
  ProductImageUpdateArgs,
} from './image.inputs.js';
import { ProductImage } from './product-image.entity.js';
import { placed, readImages, writeImages } from './write-images.js';

const MAX_IMAGES = 100;
const alt = text(500).nullish();
const addRules = z.object({ assetId: id, alt, position: position.nullish() });
const updateRules = z.object({ alt, position: position.nullish() });

/** Adds an image to a product; the first one becomes primary. Throws a Rejection. */
export async function addImage(ctx: Ctx, args: ProductImageAddArgs): Promise<string> {
  const input = checked(addRules, args);
  if (!(await knownAssets(ctx, [input.assetId])).has(input.assetId))
    throw new Rejection(
      notFound(
        `There is no image asset ${input.assetId}: upload the file with mediaUpload first.`,
        ['assetId'],
      ),
    );
  const image = Object.assign(new ProductImage(), {
    id: newId('img'),
    assetId: input.assetId,
    alt: input.alt ?? null,
    isPrimary: false,
  });
  await changeProduct(
    ctx,
    args.productId,
    { expectedVersion: args.expectedVersion, path: ['productId'] },
    async () => {
      const images = await readImages(ctx, args.productId);
      if (images.length >= MAX_IMAGES)
        throw new Rejection(
          invalidInput(`A product can have at most ${MAX_IMAGES} images.`, ['productId']),
        );
      await writeImages(
        ctx,
        args.productId,
        placed(images, image, input.position),
        args.isPrimary ? image.id : undefined,
      );
    },
  );
  return args.productId;
}

/** Changes text, place or primacy of an image. Returns the product's id. Throws a Rejection. */
export async function updateImage(ctx: Ctx, args: ProductImageUpdateArgs): Promise<string> {
  const input = checked(updateRules, args);
  return changeImages(ctx, args, (images, image) => {
    if (args.alt !== undefined) image.alt = input.alt ?? null;
    const list = input.position == null ? images : placed(images, image, input.position);
    return { list, ...(args.isPrimary ? { primaryId: image.id } : {}) };
  });
}

/**
 * Takes an image from its product; the first of the others becomes primary when it was. Returns the
 * product's id. Throws a Rejection.
 */
export async function removeImage(ctx: Ctx, args: ProductImageRemoveArgs): Promise<string> {
  return changeImages(ctx, args, (images, image) => ({
    list: images.filter((other) => other !== image),
  }));
}

async function changeImages(
  ctx: Ctx,
  { id: imageId, expectedVersion }: { id: string; expectedVersion?: number | null },
  change: (
    images: ProductImage[],
    image: ProductImage,
  ) => { list: ProductImage[]; primaryId?: string },
): Promise<string> {
  const missing = new Rejection(notFound(`There is no image ${imageId}.`, ['id']));
  if (!canExist(imageId)) throw missing;
  const row = await query(ctx)
    .selectFrom('ProductImage')
    .select('productId')
    .where('id', '=', imageId)
    .executeTakeFirst();
  if (!row) throw missing;
  await changeProduct(ctx, row.productId, { expectedVersion }, async () => {
    const images = await readImages(ctx, row.productId);
    const image = images.find((candidate) => candidate.id === imageId);
    if (!image) throw missing;
    const { list, primaryId } = change(images, image);
    await writeImages(ctx, row.productId, list, primaryId);
  });
  return row.productId;
}
