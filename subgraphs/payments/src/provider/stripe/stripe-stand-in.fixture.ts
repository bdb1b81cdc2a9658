import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderLogEntry } from '../payment-provider.js';
import { intentBooks, LOST, type Answer } from './stand-in-intents.fixture.js';

/** How long a request is worked on: two with one idempotency key meet. */
const WORK_MS = 30;

interface Seen {
  request: string;
  answer?: Answer;
}

/**
 * A server on loopback that answers as Stripe documents its API (payment intents, refunds,
 * idempotency keys, errors). It is written by us from the documentation and proves how the adapter
 * deals with such answers, not that Stripe gives them.
 */
export async function startStripeStandIn() {
  const log: ProviderLogEntry[] = [];
  const books = intentBooks(({ op, of, amount, status }) =>
    log.push({
      at: new Date().toISOString(),
      op,
      key: of.metadata['emporium_key'] ?? '',
      ref: of.id,
      orderRef: of.metadata['emporium_order'] ?? '',
      amount,
      currency: of.currency.toUpperCase(),
      status,
    }),
  );
  const disputes = new Map<string, Answer>();
  const keys = new Map<string, Seen>();
  const calls: { method: string; path: string; idempotencyKey?: string; authorization?: string }[] =
    [];
  /** Answers that the next matching calls get instead, whatever they would have done. */
  const troubles: { path: RegExp; answer: Answer }[] = [];

  const act = (method: string, path: string, form: Record<string, string>): Answer => {
    const trouble = troubles.findIndex((each) => each.path.test(`${method} ${path}`));
    if (trouble >= 0) return troubles.splice(trouble, 1)[0]!.answer;
    const [, , what, id = '', verb] = path.split('/');
    if (what === 'refunds' && method === 'POST') return books.refund(form);
    if (what === 'refunds')
      return form['payment_intent']
        ? books.refundsOf(form['payment_intent'])
        : books.listRefunds(form);
    if (what === 'disputes')
      return disputes.get(id) ?? refusal(404, 'invalid_request_error', 'resource_missing');
    if (method === 'GET') return id ? books.retrieve(id) : books.listIntents(form);
    if (verb === 'confirm') return books.confirm(id, form);
    if (verb === 'capture') return books.capture(id, form);
    return verb === 'cancel' ? books.cancel(id) : books.create(form);
  };
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', 'http://stripe');
    const text = await bodyOf(request);
    const form = Object.fromEntries(new URLSearchParams(text || url.search));
    const { 'idempotency-key': header, authorization } = request.headers;
    const key = typeof header === 'string' ? header : undefined;
    const method = request.method ?? '';
    calls.push({
      method,
      path: url.pathname,
      ...(key ? { idempotencyKey: key } : {}),
      ...(authorization ? { authorization } : {}),
    });
    if (!key) return act(method, url.pathname, form);
    const seen = keys.get(key);
    const same = `${url.pathname} ${text}`;
    if (seen && seen.request !== same)
      return refusal(400, 'idempotency_error', 'idempotency_error');
    if (seen) return seen.answer ?? refusal(409, 'idempotency_error', 'idempotency_key_in_use');
    const entry: Seen = { request: same };
    keys.set(key, entry);
    await sleep(WORK_MS);
    const answer = act(method, url.pathname, form);
    // Also an error is remembered, for a day, and a repeat gets it again. A request that was lost
    // on its way left nothing behind.
    if (answer === LOST) keys.delete(key);
    else entry.answer = { ...answer, silent: false };
    return answer;
  };
  const server = createServer((request, response) => {
    void answerTo(request).then(({ status, body, silent }) => {
      if (silent) return;
      response
        .writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test' })
        .end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    calls,
    /** The buyer has done the extra step. */
    complete: (id: string) => void books.complete(id),
    /** The bank calls a charge into question, or has decided. */
    dispute: (id: string, of: { payment_intent: string; status: string; amount: number }) =>
      void disputes.set(id, {
        status: 200,
        body: { id, object: 'dispute', currency: 'eur', reason: 'fraudulent', ...of },
      }),
    /** Something that somebody makes at Stripe past us; returns its id. */
    madeByHand: (form: Record<string, string>) => idOf(books.create(form)),
    refundedByHand: (form: Record<string, string>) => idOf(books.refund(form)),
    trouble: (path: RegExp, answer: Answer) => void troubles.push({ path, answer }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const idOf = ({ body }: Answer) => (body as { id: string }).id;

const refusal = (status: number, type: string, code: string): Answer => ({
  status,
  body: { error: { type, code, message: code } },
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
