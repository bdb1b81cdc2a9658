import { expect } from 'vitest';
import { Client, type Answer } from './client.js';

/** Nothing of how the shop is built may show in an answer. */
const LEAK =
  /node_modules|\.[jt]s:\d|\bat \S+ \(|postgres|pglite|mikro|syntax error|select .* from|relation "|ECONN|127\.0\.0\.1|\/work\/|\/tmp\//i;

/** A client whose every answer is looked at for leaks and for failures that are not its fault. */
export class Attacker extends Client {
  private readonly received: Answer[] = [];
  headers: Record<string, string> = {};

  override async send(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const answer = await super.send(query, variables);
    this.received.push(answer);
    return answer;
  }
  override credentials(): Record<string, string> {
    return { ...super.credentials(), ...this.headers };
  }

  /**
   * Checks the answers since the last time: nothing of how the shop is built, nothing that a client
   * could not have caused.
   */
  expectNoLeak(): void {
    for (const { status, data, errors = [] } of this.received.splice(0)) {
      expect(status).toBeLessThan(500);
      expect(JSON.stringify([data, errors])).not.toMatch(LEAK);
      for (const error of errors)
        expect(error.extensions['code']).not.toMatch(/INTERNAL_SERVER_ERROR|SUBGRAPH_UNAVAILABLE/);
    }
  }
}

/** Codes of an answer with one root field: of its userErrors and of the errors beside it. */
export function codesOf({ data, errors }: Answer): unknown[] {
  const root = Object.values(
    (data ?? {}) as Record<string, { userErrors?: { code: string }[] } | null>,
  )[0];
  return [
    ...(root?.userErrors ?? []).map((error) => error.code),
    ...(errors ?? []).map((error) => error.extensions['code']),
  ];
}
