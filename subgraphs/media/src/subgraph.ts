import * as catalog from '@emporium/catalog-events';
import { UserDeleted } from '@emporium/users-events';
import { settingsOf } from '@emporium/platform/config/settings';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import type { MediaServices } from './context.js';
import { MediaResolver, resolveMediaAssets } from './asset/media.resolver.js';
import { sweepFiles } from './asset/sweep-files.job.js';
import { eraseAvatars } from './avatar/erase-avatars.js';
import { sweepAvatars } from './avatar/sweep-avatars.job.js';
import { inspectBlobs } from './blob/inspect-blobs.js';
import { openBlobStore } from './blob/open-blob-store.js';
import { mediaConfig } from './config.js';
import { mediaRoute } from './delivery/media-route.js';
import { renderShare } from './delivery/render-share.js';
import { renderer } from './delivery/render-variant.js';
import { filesAndRows } from './invariants/files-and-rows.js';
import { Media001Assets } from './migrations/media-001-assets.js';
import { Media002Avatars } from './migrations/media-002-avatars.js';
import { entities } from './tables.js';
import { lostFiles } from './reconcile/lost-files.js';
import { onCategoryChanged, onCategoryDeleted } from './usage/on-category-changed.js';
import { onProductChanged, onProductDeleted } from './usage/on-product-changed.js';
import { usageReplicas } from './usage/usage-replicas.js';

export const media = defineSubgraph<MediaServices>({
  name: 'media',
  schema: {
    resolvers: [MediaResolver],
    references: { MediaAsset: resolveMediaAssets },
    directives: { MediaError: ['@tag(name: "admin")'] },
  },
  entities: Object.values(entities),
  migrations: [Media001Assets, Media002Avatars],
  config: mediaConfig,
  services: async (runtime) => {
    const blobs = await openBlobStore(runtime.config);
    const settings = settingsOf(runtime.config, mediaConfig);
    const share = renderShare(runtime, settings.MEDIA_RENDERS_PER_MINUTE);
    return { blobs, renderer: renderer(blobs, share), maxBytes: settings.MEDIA_MAX_BYTES };
  },
  closeServices: (services) => services.blobs.close(),
  consumers: [
    {
      group: 'media-usage',
      mode: 'versioned',
      handlers: [
        on(catalog.ProductCreated, onProductChanged),
        on(catalog.ProductUpdated, onProductChanged),
        on(catalog.ProductDeleted, onProductDeleted),
        on(catalog.CategoryCreated, onCategoryChanged),
        on(catalog.CategoryUpdated, onCategoryChanged),
        on(catalog.CategoryDeleted, onCategoryDeleted),
      ],
    },
    { group: 'media-avatars', mode: 'versioned', handlers: [on(UserDeleted, eraseAvatars)] },
  ],
  replicas: usageReplicas,
  commands: [lostFiles],
  jobs: [sweepFiles, sweepAvatars],
  routes: mediaRoute,
  inspections: [inspectBlobs],
  invariants: [filesAndRows],
  ping: (services) => services.blobs.ping(),
});
