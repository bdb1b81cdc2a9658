import { typedQuery } from '@emporium/db/typed-query';
import { MediaAsset } from './asset/media-asset.entity.js';
import { Usage, UsageSource } from './usage/usage.entity.js';

/** All tables of media. */
export const entities = { MediaAsset, Usage, UsageSource };

/** Starts a typed statement on the tables of media. */
export const query = typedQuery(entities);
