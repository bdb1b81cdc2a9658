import { z } from 'zod';
import { id, position, slug, text } from '../product/text-rules.js';

export const categoryCreateRules = z.object({
  name: text(255),
  slug: slug.nullish(),
  parentId: id.nullish().transform((value) => value ?? null),
  position: position.nullish(),
  imageAssetId: id.nullish().transform((value) => value ?? null),
});

/** What is left out stays; null means "none" for parent and image, and "unchanged" for the rest. */
export const categoryUpdateRules = z.object({
  name: text(255).nullish(),
  slug: slug.nullish(),
  parentId: id.nullable().optional(),
  position: position.nullish(),
  imageAssetId: id.nullable().optional(),
});
