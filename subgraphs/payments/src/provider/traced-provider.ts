import { traceWork } from '@emporium/telemetry/trace-work';
import { tracerInForce } from '@emporium/telemetry/tracer';
import type { PaymentProvider } from './payment-provider.js';

/** Makes each call of the provider a piece of work; without tracing the provider stays as it is. */
export function tracedProvider(provider: PaymentProvider): PaymentProvider {
  if (!tracerInForce()) return provider;
  const { name } = provider;
  const traced = <A extends unknown[], R>(operation: string, call: (...args: A) => Promise<R>) => {
    const attributes = {
      'emporium.payment.provider': name,
      'emporium.payment.operation': operation,
    };
    return (...args: A): Promise<R> =>
      traceWork(`payment ${operation}`, { kind: 'client', attributes }, () => call(...args));
  };
  return {
    name,
    capturesParts: provider.capturesParts,
    minimum: (currency) => provider.minimum(currency),
    accepts: (method) => provider.accepts(method),
    ...(provider.prepare
      ? { prepare: traced('prepare', (...args) => provider.prepare!(...args)) }
      : {}),
    charge: traced('charge', (...args) => provider.charge(...args)),
    find: traced('find', (...args) => provider.find(...args)),
    abandon: traced('abandon', (...args) => provider.abandon(...args)),
    capture: traced('capture', (...args) => provider.capture(...args)),
    ...(provider.renew ? { renew: traced('renew', (...args) => provider.renew!(...args)) } : {}),
    ...(provider.findDispute
      ? { findDispute: traced('findDispute', (...args) => provider.findDispute!(...args)) }
      : {}),
    ...(provider.entriesSince ? { entriesSince: (since) => provider.entriesSince!(since) } : {}),
    refund: traced('refund', (...args) => provider.refund(...args)),
    readWebhook: (message) => provider.readWebhook(message),
    ...(provider.log ? { log: () => provider.log!() } : {}),
    close: () => provider.close(),
  };
}
