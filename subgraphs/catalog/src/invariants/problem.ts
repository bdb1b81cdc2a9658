import { sql, type AliasedExpression, type Expression } from 'kysely';

/** One violation as text: `%s` in the text stands for the values, one after the other. */
export function problem(
  text: string,
  ...values: readonly Expression<unknown>[]
): AliasedExpression<string, 'problem'> {
  return sql<string>`format(${sql.lit(text)}, ${sql.join(values)})`.as('problem');
}

/** Most violations that one check lists. */
export const MAX_PROBLEMS = 100;

/** A sum over no rows is 0. */
export const orZero = (sum: Expression<unknown>) => sql<number>`coalesce(${sum}, 0)`;
