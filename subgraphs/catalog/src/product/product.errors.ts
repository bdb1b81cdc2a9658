import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { SkuTakenError, SlugTakenError } from '../taken/taken-errors.js';

export const ProductError = userErrorUnion(
  'ProductError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    SkuTakenError,
    SlugTakenError,
    IdempotencyKeyReusedError,
  ],
  'What can go wrong with products, their variants and images.',
);
