import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { BlobStore } from './blob/blob-store.js';
import type { Renderer } from './delivery/render-variant.js';

/** Adapters of the media subgraph. */
export interface MediaServices {
  blobs: BlobStore;
  renderer: Renderer;
  /** Largest upload in bytes. */
  maxBytes: number;
}

/** What a use case of media gets. */
export type Ctx = PlatformCtx<MediaServices>;
