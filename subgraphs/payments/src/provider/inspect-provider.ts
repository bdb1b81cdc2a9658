import { fail, ok, warn, type Inspection } from '@emporium/platform/inspection';
import { openProvider, providerConfigOf } from './open-provider.js';

const TIMEOUT_MS = 5_000;

/** The payment provider: it answers and takes the key. Nothing is charged. */
export const inspectProvider: Inspection = {
  name: 'payments',
  async run(config) {
    const settings = providerConfigOf(config);
    const isTest = settings.paymentUrl.startsWith('test');
    const noMoney = config.nodeEnv === 'production' && isTest;
    const kind = noMoney
      ? [warn('the test provider moves no money', 'set PAYMENT_URL=stripe: and STRIPE_API_KEY')]
      : [];
    // Its books have one writer, which may be a running shop.
    if (settings.paymentUrl === 'test:')
      return [...kind, ok('the test provider, in the shop itself')];
    const provider = await openProvider(settings);
    try {
      await (provider.reach?.(TIMEOUT_MS) ??
        provider.find(
          {
            key: 'doctor',
            orderRef: 'doctor',
            amount: { minor: 1, currency: config.shopCurrency },
          },
          TIMEOUT_MS,
        ));
      return [
        ...kind,
        ok(isTest ? 'the test provider answers' : 'the provider answers and takes the key'),
      ];
    } catch (error) {
      return [
        ...kind,
        fail(
          `the provider does not answer: ${(error as Error).message}`,
          'correct PAYMENT_URL and STRIPE_API_KEY, or start the test provider',
        ),
      ];
    } finally {
      await provider.close();
    }
  },
};
