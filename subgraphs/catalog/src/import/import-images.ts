import { newId } from '@emporium/db/new-id';
import { ProductImage } from '../image/product-image.entity.js';
import type { ImportedImage } from './imported-product.js';

/** The images of a product after the import, and which of them is primary when the file says so. */
export interface ImagesAfter {
  images: ProductImage[];
  primaryId?: string;
  differ: boolean;
}

/**
 * Images of the file that are here (their asset is known, or an earlier import brought them) are
 * added or take over the file's text; images that only the shop has stay. The file decides the
 * order only when it tells all of them.
 */
export function imagesAfter(
  existing: readonly ProductImage[],
  imported: readonly ImportedImage[],
): ImagesAfter {
  const matched = imported.flatMap((told) => {
    const there = existing.find(
      (image) =>
        image.source === told.src || (told.assetId !== undefined && image.assetId === told.assetId),
    );
    if (there)
      return [{ told, image: Object.assign(new ProductImage(), there, { alt: told.alt }) }];
    if (!told.assetId) return [];
    const added = {
      id: newId('img'),
      assetId: told.assetId,
      alt: told.alt,
      isPrimary: false,
      source: told.src.startsWith('asset:') ? null : told.src,
    };
    return [{ told, image: Object.assign(new ProductImage(), added) }];
  });
  const unique = matched.filter(
    ({ image }, index) =>
      matched.findIndex((other) => other.image.assetId === image.assetId) === index,
  );
  const inOrder = unique
    .map((entry, index) => ({ ...entry, index }))
    .sort(
      (a, b) =>
        (a.told.position ?? a.index + 1) - (b.told.position ?? b.index + 1) || a.index - b.index,
    );
  const told = inOrder.map((entry) => entry.image);
  const others = existing.filter((image) => !told.some((other) => other.id === image.id));
  const images =
    others.length === 0
      ? told
      : [
          ...existing.map((image) => told.find((other) => other.id === image.id) ?? image),
          ...told.filter((image) => !existing.some((other) => other.id === image.id)),
        ];
  const primaryId = inOrder.find((entry) => entry.told.isPrimary)?.image.id;
  const differ =
    images.length !== existing.length ||
    images.some(
      (image, index) =>
        image.id !== existing[index]!.id || (image.alt ?? null) !== (existing[index]!.alt ?? null),
    ) ||
    (primaryId !== undefined && !existing.find((image) => image.id === primaryId)?.isPrimary);
  return { images, differ, ...(primaryId === undefined ? {} : { primaryId }) };
}
