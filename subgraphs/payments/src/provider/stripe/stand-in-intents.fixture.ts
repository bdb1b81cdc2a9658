import { randomUUID } from 'node:crypto';

/** An object as Stripe's API shows it, with what these tests read of it. */
export interface Intent {
  id: string;
  object: 'payment_intent';
  status: string;
  amount: number;
  amount_received: number;
  amount_capturable: number;
  capture_method: 'automatic' | 'manual';
  created: number;
  currency: string;
  metadata: Record<string, string>;
  client_secret: string;
  last_payment_error: { code: string; decline_code: string } | null;
}
export interface Refund {
  id: string;
  object: 'refund';
  status: string;
  created: number;
  amount: number;
  currency: string;
  payment_intent: string;
  metadata: Record<string, string>;
}

/** An answer of the API; `silent`: it happened, but nobody is told. */
export interface Answer {
  status: number;
  body: object;
  silent?: boolean;
}
/** A request that never arrived. */
export const LOST: Answer = { status: 0, body: {}, silent: true };

const ok = (body: object): Answer => ({ status: 200, body });
const error = (status: number, type: string, code: string, more: object = {}): Answer => ({
  status,
  body: { error: { type, code, message: code, ...more } },
});
const missing = (param: string) =>
  error(404, 'invalid_request_error', 'resource_missing', { param });
const unexpected = (intent: Intent) =>
  error(400, 'invalid_request_error', 'payment_intent_unexpected_state', {
    payment_intent: { ...intent },
  });

const OPEN = ['requires_payment_method', 'requires_confirmation'];

/**
 * The objects behind the stand-in, with the transitions that Stripe documents for payment intents
 * and refunds.
 */
export function intentBooks(
  changed: (entry: {
    op: 'charge' | 'refund' | 'capture';
    of: Intent;
    amount: number;
    status: string;
  }) => void,
) {
  const intents = new Map<string, Intent>();
  const refunds: Refund[] = [];
  const move = (intent: Intent, to: string): Answer => {
    // With manual capture a confirmed intent stops where its money can be captured.
    const held = to === 'succeeded' && intent.capture_method === 'manual';
    intent.status = held ? 'requires_capture' : to;
    intent.amount_capturable = held ? intent.amount : 0;
    if (held) changed({ op: 'charge', of: intent, amount: intent.amount, status: 'authorized' });
    else if (to === 'succeeded') {
      intent.amount_received = intent.amount;
      changed({ op: 'charge', of: intent, amount: intent.amount, status: to });
    }
    return ok({ ...intent });
  };
  const soon = (intent: Intent, ms: number) =>
    void setTimeout(() => move(intent, 'succeeded'), ms).unref();

  const pay = (intent: Intent, method: string): Answer => {
    switch (method) {
      case 'pm_card_visa':
        return move(intent, 'succeeded');
      case 'pm_card_authenticationRequired':
        return move(intent, 'requires_action');
      case 'pm_card_chargeDeclined':
        intent.status = 'requires_payment_method';
        intent.last_payment_error = { code: 'card_declined', decline_code: 'generic_decline' };
        return error(402, 'card_error', 'card_declined', {
          decline_code: 'generic_decline',
          payment_intent: { ...intent },
        });
      case 'pm_lost_request':
        return LOST;
      case 'pm_lost_answer':
        return { ...move(intent, 'succeeded'), silent: true };
      case 'pm_error_then_charged':
        soon(intent, 300);
        move(intent, 'processing');
        return error(500, 'api_error', 'api_error');
      case 'pm_slow':
        soon(intent, 5_000);
        return { ...move(intent, 'processing'), silent: true };
      default:
        return missing('payment_method');
    }
  };

  return {
    complete: (id: string) => move(intents.get(id)!, 'succeeded'),
    create: (form: Record<string, string>): Answer => {
      if (Number(form['amount']) < 50)
        return error(400, 'invalid_request_error', 'amount_too_small', { param: 'amount' });
      const id = `pi_${randomUUID().replaceAll('-', '')}`;
      const intent: Intent = {
        id,
        object: 'payment_intent',
        status: 'requires_payment_method',
        amount: Number(form['amount']),
        amount_received: 0,
        amount_capturable: 0,
        capture_method: form['capture_method'] === 'manual' ? 'manual' : 'automatic',
        created: now(),
        currency: form['currency']!,
        metadata: metadataOf(form),
        client_secret: `${id}_secret_x`,
        last_payment_error: null,
      };
      intents.set(id, intent);
      return ok({ ...intent });
    },
    retrieve: (id: string): Answer =>
      intents.has(id) ? ok({ ...intents.get(id)! }) : missing('intent'),
    confirm: (id: string, form: Record<string, string>): Answer => {
      const intent = intents.get(id);
      if (!intent) return missing('intent');
      return OPEN.includes(intent.status)
        ? pay(intent, form['payment_method'] ?? '')
        : unexpected(intent);
    },
    cancel: (id: string): Answer => {
      const intent = intents.get(id);
      if (!intent) return missing('intent');
      return [...OPEN, 'requires_action', 'requires_capture'].includes(intent.status)
        ? move(intent, 'canceled')
        : unexpected(intent);
    },
    /** One capture ends an intent; what it leaves is released. */
    capture: (id: string, form: Record<string, string>): Answer => {
      const intent = intents.get(id);
      if (!intent) return missing('intent');
      if (intent.status !== 'requires_capture') return unexpected(intent);
      const amount = Number(form['amount_to_capture'] ?? intent.amount);
      if (amount > intent.amount)
        return error(400, 'invalid_request_error', 'amount_too_large', {
          param: 'amount_to_capture',
        });
      Object.assign(intent, {
        status: 'succeeded',
        amount_received: amount,
        amount_capturable: 0,
      });
      changed({ op: 'capture', of: intent, amount, status: 'succeeded' });
      return ok({ ...intent });
    },
    /** Newest first, as Stripe lists them, from the moment asked for. */
    listIntents: (form: Record<string, string>) => listOf([...intents.values()], form),
    listRefunds: (form: Record<string, string>) => listOf(refunds, form),
    refund: (form: Record<string, string>): Answer => {
      const of = intents.get(form['payment_intent'] ?? '');
      const amount = Number(form['amount']);
      const returned = refunds
        .filter((refund) => refund.payment_intent === of?.id)
        .reduce((sum, refund) => sum + refund.amount, 0);
      if (!of) return missing('payment_intent');
      const fits = of.status === 'succeeded' && returned + amount <= of.amount_received;
      changed({ op: 'refund', of, amount, status: fits ? 'succeeded' : 'failed' });
      if (!fits) return error(400, 'invalid_request_error', 'charge_already_refunded');
      const refund: Refund = {
        id: `re_${randomUUID().replaceAll('-', '')}`,
        object: 'refund',
        status: 'succeeded',
        created: now(),
        amount,
        currency: of.currency,
        payment_intent: of.id,
        metadata: metadataOf(form),
      };
      refunds.push(refund);
      return ok({ ...refund });
    },
    refundsOf: (id: string): Answer =>
      ok({
        object: 'list',
        has_more: false,
        url: '/v1/refunds',
        data: refunds.filter((refund) => refund.payment_intent === id),
      }),
  };
}

const now = () => Math.floor(Date.now() / 1_000);

function listOf(all: readonly { id: string; created: number }[], form: Record<string, string>) {
  const since = Number(form['created[gte]'] ?? 0);
  const found = all.filter(({ created }) => created >= since).toReversed();
  const start = found.findIndex(({ id }) => id === form['starting_after']) + 1;
  const data = found.slice(start, start + Number(form['limit'] ?? 10));
  return ok({
    object: 'list',
    url: '/v1/list',
    has_more: start + data.length < found.length,
    data: data.map((each) => ({ ...each })),
  });
}

function metadataOf(form: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const found = /^metadata\[(\w+)\]$/.exec(name);
      return found ? [[found[1]!, value]] : [];
    }),
  );
}
