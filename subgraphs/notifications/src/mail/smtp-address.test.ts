import { expect, test } from 'vitest';
import { parseSmtpAddress } from './smtp-address.js';

test('a password leaves this machine over TLS only, unless the operator says otherwise', () => {
  expect(parseSmtpAddress('smtp://ada:p%40ss@mail.example.org:587')).toEqual({
    host: 'mail.example.org',
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: 'ada', pass: 'p@ss' },
  });
  expect(parseSmtpAddress('smtps://ada:x@mail.example.org')).toMatchObject({
    secure: true,
    requireTLS: false,
  });
  expect(parseSmtpAddress('smtp://ada:x@localhost').requireTLS).toBe(false);
  expect(parseSmtpAddress('smtp://ada:x@relay.internal?requireTLS=false').requireTLS).toBe(false);
  expect(parseSmtpAddress('smtp://relay.internal:25').requireTLS).toBe(false);
  expect(parseSmtpAddress('smtp://[::1]:2525')).toMatchObject({ host: '::1', port: 2525 });
});

test.each([
  ['smtp://', 'host is missing'],
  ['smtp://ada@mail.example.org', 'belong together'],
  ['smtp://mail.example.org?pool=false', 'no option pool'],
])('%s is refused with the reason', (url, reason) => {
  expect(() => parseSmtpAddress(url)).toThrow(reason);
});
