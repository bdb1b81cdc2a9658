import type { UserError } from './user-errors.js';

/**
 * An expected failure: thrown anywhere in a use case, it undoes the transaction it leaves, and its
 * errors become the payload's userErrors.
 */
export class Rejection extends Error {
  override name = 'Rejection';
  readonly errors: readonly UserError[];
  constructor(...errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.errors = errors;
  }
}
