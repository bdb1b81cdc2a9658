import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail server on this machine that keeps what it gets. */
export interface MailServer {
  port: number;
  url: string;
  messages: string[];
  /** Recipients of the envelopes, one list per message. */
  recipients: string[][];
  logins: string[];
  close(): Promise<void>;
}

/**
 * Starts a mail server on a free port. It refuses `nobody@…` for good and `later@…` for now, and
 * takes the login ada / s3cret:@/.
 */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const refusal = (responseCode: number, message: string) =>
    Object.assign(new Error(message), { responseCode });
  const kept = { messages: [] as string[], recipients: [] as string[][], logins: [] as string[] };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: ({ username = '', password }, _session, done) => {
      if (password !== 's3cret:@/') return done(refusal(535, 'wrong password'));
      kept.logins.push(username);
      done(null, { user: username });
    },
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody@')) return done(refusal(550, 'no such user'));
      done(address.startsWith('later@') ? refusal(451, 'try again later') : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        kept.messages.push(Buffer.concat(chunks).toString());
        kept.recipients.push(session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
    ...options,
  });
  // Clients that a test cuts off are no error of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(kept, {
    port,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
