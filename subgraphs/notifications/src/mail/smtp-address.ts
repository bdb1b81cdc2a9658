/** The parts of `smtp://user:password@host:port` or `smtps://…`. */
export interface SmtpAddress {
  host: string;
  port?: number;
  /** TLS from the first byte; otherwise by STARTTLS when the server offers it. */
  secure: boolean;
  /** Refuse to go on without TLS. */
  requireTLS: boolean;
  auth?: { user: string; pass: string };
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Takes a MAIL_URL apart. A password is only sent over TLS, unless the server is on this machine or
 * the address ends with `?requireTLS=false`. Throws an error that says what is wrong, without the
 * address itself.
 */
export function parseSmtpAddress(url: string): SmtpAddress {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const fail = (problem: string) =>
    new Error(`MAIL_URL: ${problem}; it looks like smtp://user:password@host:587`);
  const host = decodeURIComponent(hostname).replace(/^\[|\]$/g, '');
  if (host === '') throw fail('the host is missing');
  if ((username === '') !== (password === '')) throw fail('user and password belong together');
  for (const name of searchParams.keys())
    if (name !== 'requireTLS') throw fail(`there is no option ${name}`);
  const wanted = searchParams.get('requireTLS');
  const secure = protocol === 'smtps:';
  return {
    host,
    secure,
    requireTLS:
      !secure && (wanted === null ? username !== '' && !LOOPBACK.has(host) : wanted === 'true'),
    ...(port ? { port: Number(port) } : {}),
    ...(username
      ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
      : {}),
  };
}
