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
export const inUse = (usageCount: number) =>
  userError(MediaInUseError, {
    message: `The image is used in ${usageCount} place(s): remove it there first.`,
    path: ['id'],
    usageCount,
  });
