import { expect, test } from 'vitest';
import { parseS3Address } from './s3-address.js';

test('an address is taken apart, a prefix always ends with one slash', () => {
  expect(parseS3Address('s3://shop-media?endpoint=http%3A%2F%2Fh%3A9000&prefix=/a/b/')).toEqual({
    bucket: 'shop-media',
    endpoint: 'http://h:9000',
    prefix: 'a/b/',
  });
  expect(parseS3Address('s3://shop-media')).toEqual({ bucket: 'shop-media', prefix: '' });
});

test.each([
  ['s3://', 'bucket'],
  ['s3://Big_Bucket', 'bucket'],
  ['s3://bucket/folder', 'prefix='],
  ['s3://bucket?endpont=http://h', 'no option endpont'],
  ['s3://bucket?endpoint=h:9000', 'http address'],
  ['s3://bucket?prefix=../x', 'not a folder'],
  ['s3://key:secret@bucket', 'S3_ACCESS_KEY_ID'],
])('%s is refused with the reason', (url, reason) => {
  expect(() => parseS3Address(url)).toThrow(reason);
});

test('a refused address does not repeat its secrets', () => {
  expect(() => parseS3Address('s3://key:hunter2@bucket')).not.toThrow('hunter2');
});
