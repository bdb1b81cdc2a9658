import { expect, test } from 'vitest';
import { endpointUrl, ForbiddenAddressError, publicAddressesOf } from './endpoint-address.js';
import { isPublicAddress } from './public-address.js';

const production = { allowLocal: false };
const development = { allowLocal: true };

test.each([
  'http://shop.example.org/',
  'ftp://shop.example.org/',
  'https://localhost/',
  'https://localhost./',
  'https://app.localhost/',
  'https://printer.local/',
  'https://metadata.google.internal/',
  'https://intranet/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://017700000001/',
  'https://①②⑦.0.0.1/',
  'https://0.0.0.0/',
  'https://10.1.2.3/',
  'https://192.168.0.1/',
  'https://172.16.0.1/',
  'https://100.100.100.200/',
  'https://169.254.169.254/latest/meta-data/',
  'https://168.63.129.16/',
  'https://255.255.255.255/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:8.8.8.8]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://[4000::1]/',
  'https://user:password@shop.example.org/',
  'https://user@shop.example.org/',
  'https://shop.example.org/#part',
  'https://shop.example.org:22/',
  'https://shop.example.org:6379/',
  'https://shop.example.org:80/',
  `https://shop.example.org/${'x'.repeat(2_048)}`,
  'no address',
  '',
])('no endpoint has the address %s', (url) => {
  expect(() => endpointUrl(url, production)).toThrow(ForbiddenAddressError);
});

test.each([
  'https://shop.example.org/hooks?shop=1',
  'https://shop.example.org:8443/',
  'https://8.8.8.8/',
  'https://[2001:4860:4860::8888]/',
])('an endpoint may have the address %s', (url) => {
  expect(endpointUrl(url, production).href).toBe(url);
});

test('in development with the switch this machine may be called, and no other inside', () => {
  for (const url of ['http://localhost:3000/', 'http://127.0.0.1:80/', 'https://[::1]:1234/'])
    expect(endpointUrl(url, development).href).toContain(new URL(url).hostname);
  for (const url of ['http://10.0.0.1/', 'http://shop.example.org/', 'https://169.254.169.254/'])
    expect(() => endpointUrl(url, development)).toThrow(ForbiddenAddressError);
});

test('a name is fit when all of its addresses are public, and none when one is not', async () => {
  const addressesOf = (...addresses: string[]) =>
    publicAddressesOf('shop.example.org', {
      ...development,
      resolve: async () =>
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });
  expect(await addressesOf('8.8.8.8', '2001:4860:4860::8888')).toHaveLength(2);
  for (const inside of ['127.0.0.1', '10.0.0.1', '::1', 'fd00::1', '169.254.169.254'])
    await expect(addressesOf('8.8.8.8', inside)).rejects.toThrow('public internet');
  await expect(addressesOf()).rejects.toThrow('public internet');
});

test('a name that cannot be looked up is refused with a word on what to do', async () => {
  const resolve = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
  await expect(publicAddressesOf('nowhere.example', { ...production, resolve })).rejects.toThrow(
    'nowhere.example cannot be looked up: correct the name, or try again.',
  );
});

test('what is no address is not public', () => {
  for (const text of ['', 'localhost', '8.8.8.8.8', '8.8.8.8 ', 'fe80::1%eth0'])
    expect(isPublicAddress(text)).toBe(false);
});
