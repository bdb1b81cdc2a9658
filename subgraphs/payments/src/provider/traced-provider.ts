import { traceWork } from '@emporium/telemetry/trace-work';
import { tracerInForce } from '@emporium/telemetry/tracer';
import type { PaymentProvider } from './payment-provider.js';

/** What asks the provider and is answered once; a list that is read page by page is not one piece. */
const TRACED = [
  'prepare',
  'charge',
  'find',
  'abandon',
  'capture',
  'renew',
  'findDispute',
  'refund',
  'reach',
] as const;

/** Makes each call of the provider a piece of work; without tracing the provider stays as it is. */
export function tracedProvider(provider: PaymentProvider): PaymentProvider {
  if (!tracerInForce()) return provider;
  const traced = TRACED.flatMap((operation) => {
    const call = provider[operation] as ((...args: unknown[]) => Promise<unknown>) | undefined;
    const attributes = {
      'emporium.payment.provider': provider.name,
      'emporium.payment.operation': operation,
    };
    const work = (...args: unknown[]) =>
      traceWork(`payment ${operation}`, { kind: 'client', attributes }, () =>
        call!.apply(provider, args),
      );
    return call ? [[operation, work] as const] : [];
  });
  return { ...provider, ...(Object.fromEntries(traced) as Partial<PaymentProvider>) };
}
