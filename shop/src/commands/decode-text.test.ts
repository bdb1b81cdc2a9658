import { expect, test } from 'vitest';
import { decodeText } from './decode-text.js';

test.each<[string, number[]]>([
  ['UTF-8', [...Buffer.from('Größe €')]],
  ['UTF-8 with its mark', [0xef, 0xbb, 0xbf, ...Buffer.from('Größe €')]],
  ['UTF-16', [0xff, 0xfe, ...Buffer.from('Größe €', 'utf16le')]],
  ['UTF-16, big end first', [0xfe, 0xff, ...Buffer.from('Größe €', 'utf16le').swap16()]],
  ['Windows-1252', [0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x80]],
])('%s is read', (_name, bytes) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe('Größe €');
});
