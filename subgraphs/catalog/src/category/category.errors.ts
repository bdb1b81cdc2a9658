import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { SlugTakenError } from '../taken/taken-errors.js';

export const CategoryError = userErrorUnion(
  'CategoryError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    SlugTakenError,
    IdempotencyKeyReusedError,
  ],
  'What can go wrong with categories.',
);
