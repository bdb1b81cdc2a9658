import { findWords } from '../text/normalise.js';

const FRAGMENT_LENGTH = 160;

/** Text safe as HTML with the given (folded) words in <em>; undefined when it has none of them. */
export function highlight(text: string, words: ReadonlySet<string>): string | undefined {
  const found = findWords(text).filter((one) => words.has(one.word));
  if (found.length === 0) return undefined;
  const composed = text.normalize('NFC');
  let html = '';
  let at = 0;
  for (const { start, end } of found) {
    html += `${escapeHtml(composed.slice(at, start))}<em>${escapeHtml(composed.slice(start, end))}</em>`;
    at = end;
  }
  return html + escapeHtml(composed.slice(at));
}

/** The piece of a long text around its first match, highlighted. */
export function highlightFragment(text: string, words: ReadonlySet<string>): string | undefined {
  const composed = text.normalize('NFC');
  const first = findWords(composed).find((one) => words.has(one.word));
  if (!first) return undefined;
  const from = Math.max(0, first.start - FRAGMENT_LENGTH / 4);
  const start = from === 0 ? 0 : composed.indexOf(' ', from) + 1 || from;
  const piece = composed.slice(Math.min(start, first.start), first.start + FRAGMENT_LENGTH);
  return highlight(piece, words);
}

/** Text with the characters that mean something in HTML escaped. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
