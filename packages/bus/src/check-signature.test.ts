import { expect, test } from 'vitest';
import { checkSignature } from './check-signature.js';
import { isPoison } from './event-bus.js';
import { signatureOf, signMessage } from './sign-message.js';

const [OLD, NEW] = ['old secret', 'new secret'];
const event = { topic: 'order_events', key: 'ord_1', value: Buffer.from('{"paid":true}') };
const signed = { ...event, headers: signMessage([OLD], event) };
const refusal = (secrets: string[], message: Parameters<typeof checkSignature>[1]) => {
  try {
    checkSignature(secrets, message);
    return undefined;
  } catch (error) {
    expect(isPoison(error)).toBe(true);
    return (error as Error).message;
  }
};

test('what a secret of the shop has signed is believed, also while the secret is being replaced', () => {
  for (const secrets of [[OLD], [OLD, NEW], [NEW, OLD], []])
    expect(refusal(secrets, signed)).toBeUndefined();
  expect(signMessage([NEW, OLD], event)).toEqual({ 'x-signature': signatureOf(NEW, event) });
  expect(refusal([NEW], signed)).toMatch(/signature is wrong/);
});

test('a message without a signature, or changed or moved after it was signed, is poison', () => {
  expect(refusal([OLD], { ...event, headers: {} })).toMatch(/not signed/);
  expect(refusal([OLD], { ...signed, key: null })).toMatch(/not signed/);
  const changes = [
    { topic: 'payment_events' },
    { key: 'ord_2' },
    { value: Buffer.from('{"paid":null}') },
    { value: null },
  ];
  for (const change of changes)
    expect(refusal([OLD], { ...signed, ...change }), JSON.stringify(change)).toMatch(
      /signature is wrong/,
    );
  for (const mark of [
    '',
    'v1=',
    signed.headers['x-signature']!.slice(0, -1),
    `${signed.headers['x-signature']}0`,
    'v1=ü',
  ])
    expect(refusal([OLD], { ...signed, headers: { 'x-signature': mark } }), mark).toMatch(
      /signature is wrong/,
    );
});

test('the same bytes divided otherwise into topic, key and value have another signature', () => {
  const parts = [
    { topic: 'ab', key: 'c', value: 'd' },
    { topic: 'a', key: 'bc', value: 'd' },
    { topic: 'ab', key: '', value: 'cd' },
    { topic: 'ab', key: 'c1:d', value: null },
    { topic: 'ab', key: 'c', value: null },
    { topic: 'ab', key: 'c', value: '' },
  ];
  expect(new Set(parts.map((content) => signatureOf(OLD, content))).size).toBe(parts.length);
});
