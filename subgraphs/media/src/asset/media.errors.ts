import {
  InvalidInputError,
  NotFoundError,
  userError,
  UserError,
  userErrorUnion,
} from '@emporium/graphql/user-errors';
import { Field, Int, ObjectType } from 'type-graphql';
import { ALLOWED_TYPES } from '../image/clean-image.js';

@ObjectType('MediaTooLargeError', {
  implements: UserError,
  description: 'The file is larger than allowed.',
})
export class MediaTooLargeError extends UserError {
  @Field(() => Int, { description: 'Largest size in bytes.' })
  maxBytes!: number;
}

@ObjectType('MediaTypeNotAllowedError', {
  implements: UserError,
  description: 'The content is not an image of an allowed type.',
})
export class MediaTypeNotAllowedError extends UserError {
  @Field(() => [String], { description: 'Allowed media types.' })
  allowed!: string[];
}

@ObjectType('MediaInUseError', {
  implements: UserError,
  description: 'The image is still shown somewhere and stays.',
})
export class MediaInUseError extends UserError {
  @Field(() => Int, { description: 'Places that use it.' })
  usageCount!: number;
}

@ObjectType('TooManyUploadsError', {
  implements: UserError,
  description: 'You have uploaded as many pictures as a day allows: try again tomorrow.',
})
export class TooManyUploadsError extends UserError {
  @Field(() => Int, { description: 'Pictures that may be uploaded within 24 hours.' })
  maxPerDay!: number;
}

export const AvatarError = userErrorUnion(
  'AvatarError',
  [InvalidInputError, MediaTooLargeError, MediaTypeNotAllowedError, TooManyUploadsError],
  'Why a picture was not taken.',
);

export const MediaError = userErrorUnion(
  'MediaError',
  [InvalidInputError, NotFoundError, MediaTooLargeError, MediaTypeNotAllowedError, MediaInUseError],
  'Why a media mutation changed nothing.',
);

export const tooLarge = (maxBytes: number) =>
  userError(MediaTooLargeError, {
    message: `The file is larger than ${maxBytes} bytes.`,
    path: ['file'],
    maxBytes,
  });
export const typeNotAllowed = () =>
  userError(MediaTypeNotAllowedError, {
    message: `The content is not an image of an allowed type (${ALLOWED_TYPES.join(', ')}), or it is damaged or has too many pixels.`,
    path: ['file'],
    allowed: [...ALLOWED_TYPES],
  });
export const tooManyUploads = (maxPerDay: number) =>
  userError(TooManyUploadsError, {
    message: `You have uploaded ${maxPerDay} pictures within a day: choose one of them, or try again tomorrow.`,
    path: ['file'],
    maxPerDay,
  });
export const inUse = (usageCount: number) =>
  userError(MediaInUseError, {
    message: `The image is used in ${usageCount} place(s): remove it there first.`,
    path: ['id'],
    usageCount,
  });
