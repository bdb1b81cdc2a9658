import { expect, test } from 'vitest';
import { csvText } from './csv-text.js';

test('no cell is a formula for a spreadsheet, and negative amounts stay numbers', () => {
  const row = ['=1+1', '+49 30', '-12.34', '@x', '\tx', 'a,b', 'a"b', 'a\rb', ''];
  expect(csvText([row])).toBe(`'=1+1,'+49 30,-12.34,'@x,'\tx,"a,b","a""b","a\rb",\n`);
});

test('parts of a file follow each other without anything between', () => {
  expect(csvText([['a', 'b']]) + csvText([]) + csvText([['c', 'd']])).toBe('a,b\nc,d\n');
});
