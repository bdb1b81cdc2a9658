const ALLOWED = new Set(
  'b strong i em u s p br hr ul ol li h1 h2 h3 h4 h5 h6 blockquote code pre table thead tbody tr th td sub sup span div a'.split(' '),
);
const DROPPED_WITH_CONTENT = /<(script|style|iframe|object|embed|template|noscript|svg|math)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi;

/**
 * Makes HTML harmless: known tags stay without attributes (links keep an http address), other tags go, and a `<` that opens no tag is
 * escaped. Cleaning clean text changes nothing.
 */
export function sanitizeRichText(html: string): string {
  const kept: string[] = [];
  const marked = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(DROPPED_WITH_CONTENT, '')
    .replace(/[\uE000\uE001]/g, '')
    .replace(TAG, (_, slash: string, name: string, attributes: string) => {
      const tag = name.toLowerCase();
      if (!ALLOWED.has(tag)) return '';
      kept.push(`<${slash}${tag}${slash === '' ? linkOf(tag, attributes) : ''}>`);
      return `\uE000${kept.length - 1}\uE001`;
    });
  return marked.replaceAll('<', '&lt;').replace(/\uE000(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? '');
}

function linkOf(tag: string, attributes: string): string {
  const href = tag === 'a' ? /\bhref\s*=\s*["'](https?:\/\/[^"'<>\s]{1,1000})["']/i.exec(attributes)?.[1] : undefined;
  return href ? ` href="${href}"` : '';
}
