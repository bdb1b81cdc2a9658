import fc from 'fast-check';

/** What the order of the model costs, in minor units. */
export const TOTAL = 1_999;

const METHODS = [
  'tok_ok',
  'tok_ok',
  'tok_ok',
  'tok_declined',
  'tok_requires_action',
  'tok_timeout_before_charge',
  'tok_timeout_after_charge',
  'bank_transfer',
  'pay_on_delivery',
] as const;

/** What may happen to an order's payments. */
export type Step =
  | { do: 'pay'; method: (typeof METHODS)[number] }
  | { do: 'redeem'; minor: number }
  | { do: 'capture' | 'refund'; which: number; minor: number }
  | { do: 'void' | 'received' | 'webhook'; which: number }
  | { do: 'trouble'; when: 'before' | 'after' }
  | { do: 'poll' | 'lost' | 'send' | 'cancel' | 'lapse' };

/** What a random walk meets too seldom. */
export const KNOWN: Step[][] = [
  [
    { do: 'redeem', minor: 1 },
    { do: 'redeem', minor: 2 },
    { do: 'pay', method: 'tok_ok' },
    { do: 'cancel' },
  ],
  [
    { do: 'pay', method: 'tok_ok' },
    { do: 'trouble', when: 'after' },
    { do: 'capture', which: 0, minor: 500 },
    { do: 'cancel' },
  ],
  [
    { do: 'redeem', minor: 900 },
    { do: 'pay', method: 'tok_declined' },
    { do: 'pay', method: 'tok_timeout_after_charge' },
    { do: 'webhook', which: 2 },
  ],
  [
    { do: 'pay', method: 'bank_transfer' },
    { do: 'redeem', minor: 700 },
    { do: 'pay', method: 'tok_ok' },
    { do: 'received', which: 0 },
  ],
  [
    { do: 'pay', method: 'bank_transfer' },
    { do: 'redeem', minor: 700 },
    { do: 'received', which: 0 },
    { do: 'cancel' },
  ],
];

const which = fc.nat({ max: 3 });
/** Any step. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('pay' as const), method: fc.constantFrom(...METHODS) }),
  fc.record({ do: fc.constant('redeem' as const), minor: fc.integer({ min: 1, max: 2_500 }) }),
  fc.record({
    do: fc.constantFrom('capture' as const, 'refund' as const),
    which,
    minor: fc.integer({ min: 1, max: TOTAL }),
  }),
  fc.record({
    do: fc.constantFrom('void' as const, 'received' as const, 'webhook' as const),
    which,
  }),
  fc.record({ do: fc.constantFrom('poll' as const, 'lost' as const, 'send' as const) }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'lapse' as const) }),
  fc.record({
    do: fc.constant('trouble' as const),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
);
