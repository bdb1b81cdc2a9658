import { expect, test } from 'vitest';
import {
  MEDIA_FITS,
  MEDIA_FORMATS,
  MEDIA_WIDTHS,
  mediaUrl,
  parseMediaFile,
  snapWidth,
} from '@emporium/media-events/media-url';

test('every URL that is made can be read back, and nothing else', () => {
  for (const width of MEDIA_WIDTHS) {
    for (const fit of MEDIA_FITS) {
      for (const format of MEDIA_FORMATS) {
        const url = mediaUrl('http://shop.test/', 'med_1', { width, fit, format });
        expect(url).toBe(`http://shop.test/media/med_1/${width}-${fit}.${format}`);
        expect(parseMediaFile(url.split('/').at(-1)!)).toEqual({ width, fit, format });
      }
    }
  }
  for (const file of [
    '81-cover.webp',
    '080-cover.webp',
    '80-cover.gif',
    '80-fill.webp',
    '80-cover',
    '../80-cover.webp',
    '80-cover.webp\n',
    '',
  ]) {
    expect(parseMediaFile(file), JSON.stringify(file)).toBeUndefined();
  }
});

test('any width snaps to the next one of the ladder', () => {
  expect([1, 80, 81, 1920, 99_999].map(snapWidth)).toEqual([80, 80, 160, 1920, 1920]);
  expect(mediaUrl('http://shop.test', 'a/../b')).toBe(
    'http://shop.test/media/a%2F..%2Fb/640-inside.webp',
  );
});
