import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../client.js';
import * as q from '../purchase.js';
import type { Happening, History } from './history.js';

const REFUSED_LIMIT_MS = 30_000;
const TIMEOUT_MS = 90_000;
const ANSWER_LIMIT_MS = 30_000;

/** The answer, or nothing when the connection broke and nobody knows. */
export type Reply = Pick<Answer, 'data' | 'errors'> | undefined;

/**
 * A client as a shop has many: it knows all gateways, and sends again only when nothing can have
 * been sent.
 */
export class FaultClient {
  token?: string;
  guestToken?: string;
  refreshToken?: string;
  /** Some answer to this client never came, so that nobody knows what was done. */
  lostAnswer = false;
  private turn = 0;
  private askedAt = 0;

  constructor(
    private readonly gateways: readonly string[],
    private readonly history: History,
    /**
     * A word in everything personal of this client, to be seen in no answer to another one (I20).
     */
    readonly canary = q.unique('canary'),
  ) {}

  /**
   * Sends an operation once and notes what became of it. `refusal` finds the reason in an answer
   * without errors.
   */
  async send(
    operation: string,
    query: string,
    variables: Record<string, unknown> = {},
    refusal: (data: Answer['data']) => string | undefined = () => undefined,
    /** For the variable `file`. */
    file?: Blob,
  ): Promise<Reply> {
    const at = this.history.now();
    // How long it waited for a gateway that refuses connections is not the time of the answer.
    const note = (outcome: Happening['outcome'], detail?: string, retryable?: boolean) =>
      this.history.add({
        at,
        ms: this.history.now() - this.askedAt,
        operation,
        outcome,
        ...(detail ? { detail } : {}),
        ...(retryable === undefined ? {} : { retryable }),
      });
    try {
      const reply = await this.post(query, variables, file);
      for (const { extensions } of reply.errors ?? [])
        this.history.errors.push({
          code: String(extensions?.['code']),
          id: extensions?.['requestId'] as string | undefined,
        });
      const reason = reply.data ? refusal(reply.data) : undefined;
      // Defined in the contract: the same key later gives the final answer.
      if (
        reply.errors?.length &&
        reply.errors.every(({ extensions }) => extensions['code'] === 'OPERATION_IN_PROGRESS')
      )
        note('refused', 'OPERATION_IN_PROGRESS');
      else if (reply.errors?.length)
        note(
          'failed',
          [...new Set(reply.errors.map((error) => String(error.extensions?.['code'])))].join(' '),
          reply.errors.every(({ extensions }) => extensions?.['retryable'] === true),
        );
      else if (reason) note('refused', reason);
      else note('ok');
      return reply;
    } catch (error) {
      this.lostAnswer = true;
      note('broken', codeOf(error));
      return undefined;
    }
  }

  /**
   * Repeats an operation that carries an idempotency key until its answer is final, or undefined
   * when it never became so.
   */
  async insist(
    operation: string,
    query: string,
    variables: Record<string, unknown>,
    refusal?: (data: Answer['data']) => string | undefined,
  ): Promise<Reply> {
    for (const deadline = Date.now() + TIMEOUT_MS; ; await sleep(300 + Math.random() * 400)) {
      const reply = await this.send(operation, query, variables, refusal);
      const isFinal =
        reply !== undefined &&
        !(
          reply.errors?.length &&
          reply.errors.every((error) => error.extensions['retryable'] === true)
        );
      if (isFinal) return reply;
      if (Date.now() > deadline) return undefined;
    }
  }

  /** Remembers the secrets in an answer, and whether it has something of another client. */
  private look(text: string): void {
    for (const [, token] of text.matchAll(/"(?:accessToken|refreshToken|guestToken)":"([^"]+)"/g))
      this.history.secrets.add(token!);
    for (const [found] of text.matchAll(/canary-[0-9a-z]+/g))
      if (found !== this.canary)
        this.history.wrong.push({
          id: 'I20',
          at: this.history.now(),
          what: `${this.canary} got something of ${found}: ${text.slice(0, 200)}`,
        });
  }

  private async post(
    query: string,
    variables: Record<string, unknown>,
    file: Blob | undefined,
  ): Promise<NonNullable<Reply>> {
    for (const deadline = Date.now() + REFUSED_LIMIT_MS; ;) {
      const gateway = this.gateways[this.turn++ % this.gateways.length]!;
      try {
        this.askedAt = this.history.now();
        const response = await fetch(gateway, {
          method: 'POST',
          headers: {
            ...(file
              ? { 'apollo-require-preflight': '1' }
              : { 'content-type': 'application/json' }),
            'x-token-transport': 'body',
            ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
            ...(this.guestToken ? { 'x-guest-token': this.guestToken } : {}),
          },
          body: file ? formOf(query, variables, file) : JSON.stringify({ query, variables }),
          signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
        });
        const text = await response.text();
        this.look(text);
        return JSON.parse(text) as NonNullable<Reply>;
      } catch (error) {
        if (codeOf(error) !== 'ECONNREFUSED' || Date.now() > deadline) throw error;
        if (this.turn % this.gateways.length === 0) await sleep(50);
      }
    }
  }
}

function formOf(query: string, variables: Record<string, unknown>, file: Blob): FormData {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables: { ...variables, file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', file, 'fault.png');
  return form;
}

function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return cause?.code ?? name ?? 'unknown';
}
