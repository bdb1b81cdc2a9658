import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { MediaAsset } from './media-asset.entity.js';
import { AvatarError, MediaError } from './media.errors.js';

@Directive('@tag(name: "admin")')
@ObjectType('MediaPayload', { description: 'Answer of the media mutations.' })
export class MediaPayload {
  @Field(() => MediaAsset, {
    nullable: true,
    description: 'The image; null after a deletion or failure.',
  })
  asset?: MediaAsset | null;
  @Field(() => [MediaError], { description: 'Why nothing was changed; empty when it worked.' })
  userErrors!: UserError[];
}

@ObjectType('AvatarUploadPayload', { description: 'Answer of avatarUpload.' })
export class AvatarUploadPayload {
  @Field(() => MediaAsset, {
    nullable: true,
    description: 'The picture; null when it was not taken.',
  })
  asset?: MediaAsset | null;
  @Field(() => [AvatarError], { description: 'Why it was not taken; empty when it was.' })
  userErrors!: UserError[];
}
