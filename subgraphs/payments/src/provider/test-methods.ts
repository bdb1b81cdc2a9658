/** How the test provider treats a payment method token. */
export interface TestMethod {
  /** What is written down at once; nothing when missing. */
  first?: 'succeeded' | 'declined' | 'requires_action' | 'processing';
  /** Milliseconds after which an open charge succeeds by itself. */
  dueMs?: number;
  /** Milliseconds for which money stays set aside, when it is not a week. */
  termMs?: number;
  /** How the caller is answered: at once, when the charge is done, with an error, or never. */
  answer: 'now' | 'done' | 'error' | 'never';
}

/** The tokens of docs/contract.md, The test payment provider. */
export const TEST_METHODS = {
  tok_ok: { first: 'succeeded', answer: 'now' },
  tok_declined: { first: 'declined', answer: 'now' },
  tok_requires_action: { first: 'requires_action', dueMs: 2_000, answer: 'now' },
  tok_timeout_before_charge: { answer: 'never' },
  tok_timeout_after_charge: { first: 'succeeded', answer: 'never' },
  tok_error_then_charged: { first: 'processing', dueMs: 300, answer: 'error' },
  tok_lapses_2s: { first: 'succeeded', answer: 'now', termMs: 2_000 },
  tok_slow_5s: { first: 'processing', dueMs: 5_000, answer: 'done' },
} satisfies Record<string, TestMethod>;

/**
 * How a token is treated; undefined for an unknown one, also when every object has something of its
 * name.
 */
export function testMethod(token: string): TestMethod | undefined {
  return Object.hasOwn(TEST_METHODS, token)
    ? TEST_METHODS[token as keyof typeof TEST_METHODS]
    : undefined;
}
