import { startFaultProxy } from '@emporium/testing/fault-proxy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MailServer, startMailServer } from './mail-server.fixture.js';
import { describeMailer, header, mail, SENDER } from './mailer.contract.js';
import { smtpMailer } from './smtp-mailer.adapter.js';

describeMailer('SMTP', async () => {
  const server = await startMailServer();
  const proxy = await startFaultProxy(server.url);
  const mailer = smtpMailer(proxy.through(server.url), SENDER);
  return {
    mailer,
    received: async () => [...server.messages],
    break: () => proxy.set({ connections: 'refuse' }),
    heal: () => proxy.heal(),
    close: async () => {
      await mailer.close();
      await proxy.close();
      await server.close();
    },
  };
});

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

test('a refused recipient rejects, for good or for now, and other mails go on', async () => {
  const mailer = smtpMailer(server.url, SENDER);
  await expect(mailer.send(mail({ to: 'nobody@example.test' }))).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(mailer.send(mail({ to: 'later@example.test' }))).rejects.toMatchObject({
    responseCode: 451,
  });
  await mailer.send(mail({ messageId: 'mail_after' }));
  expect(
    server.messages.filter(
      (message) => header(message, 'Message-ID') === '<mail_after@example.test>',
    ),
  ).toHaveLength(1);
  await mailer.close();
});

test('a comma in an address does not make two recipients', async () => {
  const mailer = smtpMailer(server.url, SENDER);
  await mailer.send(mail({ to: 'ada@example.test,eve@example.test' })).catch(() => undefined);
  expect(server.recipients.flat()).not.toContain('eve@example.test');
  await mailer.close();
});

test('user and password of the address are used, wrong ones reject', async () => {
  const right = smtpMailer(`smtp://ada:s3cret%3A%40%2F@127.0.0.1:${server.port}`, SENDER);
  await right.send(mail());
  expect(server.logins).toEqual(['ada']);
  const wrong = smtpMailer(`smtp://ada:guess@127.0.0.1:${server.port}`, SENDER);
  await expect(wrong.send(mail())).rejects.toMatchObject({ responseCode: 535 });
  await Promise.all([right.close(), wrong.close()]);
});

test('a mail is not sent without TLS when TLS is demanded', async () => {
  const before = server.messages.length;
  const mailer = smtpMailer(`${server.url}?requireTLS=true`, SENDER);
  await expect(mailer.send(mail())).rejects.toBeInstanceOf(Error);
  expect(server.messages).toHaveLength(before);
  await mailer.close();
});

// Without its own limit a mail would wait for minutes here and the test would run out of time.
test.each([
  ['accepts connections and never says a word', { connections: 'hang' }],
  ['breaks off in the middle of the conversation', { toClient: { limitBytes: 60 } }],
  ['answers so slowly that no single step is too late', { toClient: { latencyMs: 250 } }],
] as const)('a server that %s rejects in time', async (_name, fault) => {
  const proxy = await startFaultProxy(server.url);
  await proxy.set(fault);
  const before = server.messages.length;
  const mailer = smtpMailer(proxy.through(server.url), SENDER, 600);
  await expect(mailer.send(mail())).rejects.toBeInstanceOf(Error);
  expect(server.messages).toHaveLength(before);
  await mailer.close();
  await proxy.close();
});

test('a kept connection that the server closed meanwhile costs no mail', async () => {
  const proxy = await startFaultProxy(server.url);
  const mailer = smtpMailer(proxy.through(server.url), SENDER);
  await mailer.send(mail({ messageId: 'mail_kept_1' }));
  await proxy.set({ connections: 'cut' });
  await proxy.heal();
  await mailer.send(mail({ messageId: 'mail_kept_2' }));
  const ids = server.messages
    .map((message) => header(message, 'Message-ID'))
    .filter((id) => id?.includes('kept'));
  expect(ids).toEqual(['<mail_kept_1@example.test>', '<mail_kept_2@example.test>']);
  await mailer.close();
  await proxy.close();
});

test('a mail whose acknowledgement is lost is reported as failed and not sent again behind our back', async () => {
  const accepted: string[] = [];
  const losing = await startMailServer({
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        accepted.push(header(text, 'Message-ID') ?? '');
        void proxy.set({ toClient: { limitBytes: 0 } });
        done();
      });
    },
  });
  const proxy = await startFaultProxy(losing.url);
  const mailer = smtpMailer(proxy.through(losing.url), SENDER);
  await expect(mailer.send(mail({ messageId: 'mail_lost' }))).rejects.toBeInstanceOf(Error);
  await proxy.heal();
  expect(accepted).toEqual(['<mail_lost@example.test>']);
  await mailer.close();
  await proxy.close();
  await losing.close();
});
