/** A unique index that refused a row. */
export interface UniqueViolation {
  constraint: string;
  /** The value that was taken, as far as the database tells it. */
  value: string;
}

/** The unique violation behind an error of the database; undefined for every other error. */
export function uniqueViolation(error: unknown): UniqueViolation | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint, detail } = cause as Error & {
      code?: string;
      constraint?: string;
      detail?: string;
    };
    if (code === '23505')
      return {
        constraint: constraint ?? '',
        value: /\)=\((.*)\) already exists/.exec(detail ?? '')?.[1] ?? '',
      };
  }
  return undefined;
}
