import { randomUUID } from 'node:crypto';

/** An object as Stripe's API shows it, with what these tests read of it. */
export interface Intent {
  id: string;
  object: 'payment_intent';
  status: string;
  amount: number;
  currency: string;
  metadata: Record<string, string>;
  client_secret: string;
  last_payment_error: { code: string; decline_code: string } | null;
}
export interface Refund {
  id: string;
  object: 'refund';
  status: string;
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
  changed: (entry: { op: 'charge' | 'refund'; of: Intent; amount: number; status: string }) => void,
) {
  const intents = new Map<string, Intent>();
  const refunds: Refund[] = [];
  const move = (intent: Intent, status: string): Answer => {
    intent.status = status;
    if (status === 'succeeded')
      changed({ op: 'charge', of: intent, amount: intent.amount, status });
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
      return [...OPEN, 'requires_action'].includes(intent.status)
        ? move(intent, 'canceled')
        : unexpected(intent);
    },
    refund: (form: Record<string, string>): Answer => {
      const of = intents.get(form['payment_intent'] ?? '');
      const amount = Number(form['amount']);
      const returned = refunds
        .filter((refund) => refund.payment_intent === of?.id)
        .reduce((sum, refund) => sum + refund.amount, 0);
      if (!of) return missing('payment_intent');
      const fits = of.status === 'succeeded' && returned + amount <= of.amount;
      changed({ op: 'refund', of, amount, status: fits ? 'succeeded' : 'failed' });
      if (!fits) return error(400, 'invalid_request_error', 'charge_already_refunded');
      const refund: Refund = {
        id: `re_${randomUUID().replaceAll('-', '')}`,
        object: 'refund',
        status: 'succeeded',
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

function metadataOf(form: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const found = /^metadata\[(\w+)\]$/.exec(name);
      return found ? [[found[1]!, value]] : [];
    }),
  );
}
