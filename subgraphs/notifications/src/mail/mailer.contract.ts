import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Mail, Mailer } from './mailer.js';

/** A mailer under test with what arrived; `break` makes sending fail until `heal`. */
export interface MailerUnderTest {
  mailer: Mailer;
  /** Raw messages that arrived, complete ones only. */
  received(): Promise<string[]>;
  break(): Promise<void>;
  heal(): Promise<void>;
  close(): Promise<void>;
}

export const SENDER = 'Test Shop <shop@example.test>';
export const mail = (more: Partial<Mail> = {}): Mail => ({
  to: 'ada@example.test',
  subject: 'Your order',
  text: 'Hello Ada\n',
  messageId: 'mail_1',
  ...more,
});

/** Value of a header, unfolded. */
export const header = (message: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*(?:\r?\n[ \t].*)*)`, 'im')
    .exec(message.split(/\r?\n\r?\n/)[0]!)?.[1]
    ?.replace(/\r?\n[ \t]/g, ' ');
/** Text of a message, decoded from quoted-printable. */
export const body = (message: string): string => {
  const encoded = message
    .split(/\r?\n\r?\n/)
    .slice(1)
    .join('\n')
    .replace(/\r\n/g, '\n')
    .replace(/=\n/g, '');
  return Buffer.from(
    encoded.replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    ),
    'latin1',
  ).toString();
};

/** What every mailer must do. */
export function describeMailer(name: string, make: () => Promise<MailerUnderTest>): void {
  describe(`mailer: ${name}`, () => {
    let t: MailerUnderTest;
    beforeEach(async () => {
      t = await make();
    });
    afterEach(() => t.close());

    test('a mail arrives whole: sender, recipient, subject, text, an id of its own', async () => {
      await t.mailer.send(
        mail({ text: 'Grüße aus Köln — 12,50 €\n.\nafter a line with one dot\n' }),
      );
      const [message = '', ...others] = await t.received();
      expect(others).toEqual([]);
      expect(
        ['From', 'To', 'Subject', 'Message-ID'].map((field) => header(message, field)),
      ).toEqual([SENDER, 'ada@example.test', 'Your order', '<mail_1@example.test>']);
      expect(body(message).trim()).toBe('Grüße aus Köln — 12,50 €\n.\nafter a line with one dot');
    });

    test('only a mail that can be unsubscribed from says how, by one click', async () => {
      const unsubscribeUrl = `https://shop.example/unsubscribe?token=${'x'.repeat(300)}`;
      await t.mailer.send(mail({ unsubscribeUrl }));
      await t.mailer.send(mail({ messageId: 'mail_2' }));
      const messages = await t.received();
      const of = (id: string) => messages.find((text) => header(text, 'Message-ID')?.includes(id))!;
      expect(header(of('mail_1'), 'List-Unsubscribe')).toBe(`<${unsubscribeUrl}>`);
      expect(header(of('mail_1'), 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      expect(of('mail_2')).not.toMatch(/list-unsubscribe/i);
    });

    test('a mail whose sending failed arrives once when it is sent again, under the same id', async () => {
      await t.break();
      await expect(t.mailer.send(mail())).rejects.toBeInstanceOf(Error);
      await t.heal();
      expect(await t.received()).toEqual([]);
      await t.mailer.send(mail());
      expect((await t.received()).map((message) => header(message, 'Message-ID'))).toEqual([
        '<mail_1@example.test>',
      ]);
    });

    test('whoever gets a mail twice can tell it by its id', async () => {
      await t.mailer.send(mail());
      await t.mailer.send(mail());
      expect(new Set((await t.received()).map((message) => header(message, 'Message-ID')))).toEqual(
        new Set(['<mail_1@example.test>']),
      );
    });

    test('a name or subject with line breaks cannot add headers or recipients', async () => {
      await t.mailer.send(mail({ subject: 'Hi\r\nBcc: eve@example.test', to: 'ada@example.test' }));
      const [message = ''] = await t.received();
      expect(header(message, 'Bcc')).toBeUndefined();
      expect(header(message, 'To')).toBe('ada@example.test');
    });

    test('forgetting a mail keeps the others, also one that was never sent', async () => {
      await t.mailer.send(mail());
      await t.mailer.send(mail({ messageId: 'mail_2' }));
      const kept = await t.mailer.kept();
      for (const id of kept) expect(await t.mailer.read(id)).toContain(`<${id}@example.test>`);
      expect(kept.length === 0 || kept.toSorted().join() === 'mail_1,mail_2').toBe(true);
      await t.mailer.forget(['mail_1', 'mail_never']);
      expect((await t.received()).map((message) => header(message, 'Message-ID'))).toContain(
        '<mail_2@example.test>',
      );
      expect(await t.mailer.kept()).not.toContain('mail_1');
      expect(await t.mailer.read('mail_1')).toBeUndefined();
    });

    test('many mails at once all arrive', async () => {
      const ids = Array.from({ length: 30 }, (_, n) => `mail_${n}`);
      await Promise.all(ids.map((messageId) => t.mailer.send(mail({ messageId }))));
      expect(
        (await t.received()).map((message) => header(message, 'Message-ID')).toSorted(),
      ).toEqual(ids.map((id) => `<${id}@example.test>`).toSorted());
    });
  });
}
