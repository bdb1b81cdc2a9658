import sanitizeHtml from 'sanitize-html';

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags:
    'b strong i em u s p br hr ul ol li h1 h2 h3 h4 h5 h6 blockquote code pre table thead tbody tr th td sub sup span div a'.split(
      ' ',
    ),
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  // Of these nothing is left, not even their text.
  nonTextTags: [
    'script',
    'style',
    'iframe',
    'object',
    'embed',
    'template',
    'noscript',
    'svg',
    'math',
    'textarea',
    'option',
  ],
  nestingLimit: 50,
};

/**
 * Makes HTML harmless and well-formed: known tags stay without attributes (links keep an address
 * that is relative, http, https or mailto), other tags go, what is open is closed, and text is
 * escaped. Cleaning clean text changes nothing.
 */
export function sanitizeRichText(html: string): string {
  return sanitizeHtml(html, OPTIONS);
}
