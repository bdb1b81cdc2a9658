import {
  IdempotencyKeyReusedError,
  InsufficientStockError,
  InvalidInputError,
  NotFoundError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';

export const StockError = userErrorUnion(
  'StockError',
  [
    InvalidInputError,
    NotFoundError,
    InsufficientStockError,
    VersionConflictError,
    IdempotencyKeyReusedError,
  ],
  'What can go wrong with stock.',
);
