import type { UserError } from '@emporium/graphql/user-errors';

/** Thrown inside a change to undo it; its errors become the payload's userErrors. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly errors: readonly UserError[];
  constructor(...errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.errors = errors;
  }
}
