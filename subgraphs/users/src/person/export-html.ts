import type { ExportFile } from './export-file.js';

const STYLE = `body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}
th{font-weight:600;background:#f4f4f4}`;

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** `shippingAddress` becomes `Shipping address`. */
function title(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return escaped(words.charAt(0).toUpperCase() + words.slice(1));
}

/** A value as a table, a list or a text; nothing for what is empty. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map((each) => shown(each)).join('');
  if (typeof value !== 'object') return escaped(String(value));
  const rows = Object.entries(value).flatMap(([name, each]) => {
    const text = shown(each);
    return text === '' ? [] : [`<tr><th scope="row">${title(name)}</th><td>${text}</td></tr>`];
  });
  return rows.length === 0 ? '' : `<table>${rows.join('')}</table>`;
}

/** An export as a page to read: no script, nothing from elsewhere. */
export function exportHtml(file: ExportFile, shopName: string): string {
  const about = `${shopName}: data of ${file.userId}`;
  const missing =
    file.missing.length === 0
      ? ''
      : `<p><strong>Incomplete.</strong> Missing: ${escaped(file.missing.join(', '))}. Ask for the export again later.</p>`;
  const parts = Object.entries(file.data).map(([part, lists]) => {
    const sections = Object.entries(lists).map(
      ([name, rows]) =>
        `<h3>${title(name)} (${rows.length})</h3>${rows.length === 0 ? '<p>None.</p>' : shown(rows)}`,
    );
    return `<h2>${title(part)}</h2>${sections.join('')}`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(about)}</title><style>${STYLE}</style></head><body><h1>${escaped(about)}</h1><p>Asked for at ${escaped(file.requestedAt)}. Amounts are in the smallest unit of their currency.</p>${missing}${parts.join('')}</body></html>`;
}
