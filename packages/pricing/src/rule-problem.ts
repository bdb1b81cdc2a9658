/** What is wrong with a rule: where, and what to do. */
export interface RuleProblem {
  /** Path in the rule, e.g. "rates.0.rate". */
  readonly path: string;
  readonly message: string;
}

/** Collects what checks find. */
export type Report = (path: string, message: string) => void;
