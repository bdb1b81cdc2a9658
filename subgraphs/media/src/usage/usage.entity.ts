import { defineEntity, p } from '@mikro-orm/core';

/** A place that uses an image. */
export const Usage = defineEntity({
  name: 'Usage',
  tableName: 'usage',
  properties: {
    kind: p.text().$type<'product' | 'category'>().primary(),
    ownerId: p.text().primary(),
    assetId: p.text().primary(),
  },
});

/**
 * The newest version of an owner whose images are recorded, so that older events change nothing.
 */
export const UsageSource = defineEntity({
  name: 'UsageSource',
  tableName: 'usage_source',
  properties: {
    kind: p.text().$type<'product' | 'category'>().primary(),
    ownerId: p.text().primary(),
    sourceVersion: p.integer(),
  },
});
