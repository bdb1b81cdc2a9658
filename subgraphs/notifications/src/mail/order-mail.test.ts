import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MailOrder } from './ask-order.js';
import { composeOrderMail } from './compose-order-mail.js';
import { LAYOUT_SOURCE } from './layout.js';
import { ORDER_MAILS, type MailFields, type TemplateName } from './mail-template.js';
import { SAMPLE_ORDER } from './sample-order.js';
import { MAIL_LANGUAGES } from './texts/texts-in.js';

const shop = { name: 'Test & Shop', language: 'en' };
const waiting = (template: TemplateName) =>
  ['order-confirmed', 'payment-failed'].includes(template) ? 'PENDING' : 'PAID';
const compose = (
  template: TemplateName,
  {
    order = {},
    fields = {},
    language = 'en',
    link,
  }: { order?: Partial<MailOrder>; fields?: MailFields; language?: string; link?: string } = {},
) =>
  composeOrderMail(
    template,
    { order: { ...SAMPLE_ORDER, status: waiting(template), ...order }, fields, link },
    { ...shop, language },
  )!;

describe.each(MAIL_LANGUAGES)('in %s', (language) => {
  test.each(ORDER_MAILS)('%s names the order in subject, text and HTML', (template) => {
    const { subject, text, html } = compose(template, { language });
    for (const part of [subject, text, html]) expect(part).toContain(SAMPLE_ORDER.number);
    expect(`${subject}${text}`).not.toMatch(/[<>]|undefined|\{\{/);
    expect(html).not.toMatch(/undefined|\{\{/);
    expect(html).toContain('Test &amp; Shop');
  });
});

test('lines, sums and tax are there twice, formatted for the language of the shop, and add up', () => {
  const { text } = compose('order-paid', { language: 'de-DE' });
  const plain = text.replaceAll('\u00a0', ' ');
  expect(plain).toContain('2 × Ocean Blue Shirt, M: 39,98 €');
  expect(plain).toContain(
    'Zwischensumme: 44,48 €\nRabatt: -4,51 €\nVersand: 4,90 €\nGesamt: 44,87 €\nenthält VAT 19 %: 7,16 €',
  );
  const { html } = compose('order-paid', { language: 'fr' });
  for (const amount of ['€39.98', '€4.50', '€44.48', '-€4.51', '€4.90', '€44.87', '€7.16'])
    expect(html).toContain(amount);
});

test('a parcel is told with carrier, number and link; a link that is no web address is left out', () => {
  const { text, html } = compose('order-shipped', { fields: { fulfillmentId: 'ful_1' } });
  expect(text).toContain(
    'Parcel: DHL 00340434161094042557\n2 × Ocean Blue Shirt, M\nTrack your parcel: https://tracking.example/00340434161094042557',
  );
  expect(html).toContain('Track your parcel');
  const [parcel] = SAMPLE_ORDER.fulfillments;
  const fulfillments = [{ ...parcel!, trackingUrl: 'javascript:alert(1)' }];
  const bad = compose('order-shipped', { order: { fulfillments } });
  expect(`${bad.text}${bad.html}`).not.toContain('javascript');
  const other = compose('order-shipped', { fields: { fulfillmentId: 'ful_2' } });
  expect(other.text).not.toContain('DHL');
  expect(other.text).toContain('Parcel\n1 × Socks\n');
  const calledOff = [{ ...parcel!, cancelledAt: '2026-01-01T00:00:00Z' }];
  const fields = { fulfillmentId: parcel!.id };
  expect(compose('order-shipped', { order: { fulfillments: calledOff }, fields })).toBeUndefined();
});

test('nobody who has not paid reads of money that comes back', () => {
  const money = /refund|return(ed)? to|erstatt|bezahlt|paid|charge/i;
  for (const language of MAIL_LANGUAGES) {
    for (const template of ['order-expired', 'order-cancelled'] as const)
      expect(compose(template, { language, fields: { wasPaid: false } }).text).not.toMatch(money);
    expect(compose('order-cancelled', { language, fields: { wasPaid: true } }).text).toMatch(money);
  }
});

test('a mail that asks for a payment is old news once the order is paid or cancelled', () => {
  for (const template of ['order-confirmed', 'payment-failed'] as const)
    for (const status of ['PAID', 'CANCELLED'])
      expect(compose(template, { order: { status } })).toBeUndefined();
});

test('a mail says nothing that a user wrote: not the name, not what stands in the order', () => {
  const smuggled = {
    contact: { email: 'ada@example.test', name: 'Win at https://evil.example' },
    shippingAddress: { name: '<b>Hello</b>', line1: 'https://evil.example' },
    returns: [{ reason: 'www.evil.example' }],
  };
  for (const template of ORDER_MAILS) {
    const mail = compose(template, { order: smuggled, fields: { name: 'evil' } as MailFields });
    expect(mail).toEqual(compose(template));
    expect(mail.text).not.toMatch(/ada@|evil/);
  }
});

test('whatever staff writes stays text, and a subject stays one line', () => {
  const productName = '<img src=x onerror=alert(1)> "A" & {{shopName}}';
  const lines = [{ ...SAMPLE_ORDER.lines[0]!, productName }];
  const { text, html, subject } = compose('order-paid', {
    order: { lines, number: 'N-1\r\nBcc: eve@example.test' },
  });
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
  expect(html).toContain('{{shopName}}');
  expect(text).toContain(productName);
  expect(subject).not.toMatch(/[\r\n]/);
});

test('the link to the order is a button and a line of text, and leaving it out leaves no trace', () => {
  const link = 'https://shop.example/orders/N-1?token=a.b-c';
  const { text, html } = compose('order-paid', { link });
  expect(text).toContain(`View your order:\n${link}`);
  expect(html).toContain('View your order');
  expect(html.replaceAll('&#x2F;', '/').replaceAll('&#x3D;', '=')).toContain(`href="${link}"`);
  expect(compose('order-paid').text).not.toContain('View your order');
});

test('the HTML is made of the layout as it is: npm run mails was run', () => {
  const source = readFileSync(new URL('layout.mjml', import.meta.url));
  expect(createHash('sha256').update(source).digest('hex')).toBe(LAYOUT_SOURCE);
});
