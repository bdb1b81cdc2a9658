/** A category as the CSV names it. Without a slug it is found by its name below its parent. */
export interface CategoryStep {
  name: string;
  slug?: string;
  position?: number;
  imageAssetId?: string;
}

const ESCAPED = /[\\>|[\]]/g;
const DETAILS = /^(.*?)\s*(?<!\\)\[([^\]\s#@]+)(?:\s+#(\d{1,7}))?(?:\s+@(\S+))?\]$/s;

/**
 * Writes paths as `Men [men #0] > Shirts [shirts #1 @med_…] | Sale [sale #3]`: names, then slug,
 * position and image.
 */
export function writeCategoryPaths(paths: readonly (readonly CategoryStep[])[]): string {
  return paths.map((path) => path.map(writeStep).join(' > ')).join(' | ');
}

function writeStep({ name, slug, position, imageAssetId }: CategoryStep): string {
  const details = [
    slug,
    position === undefined ? '' : `#${position}`,
    imageAssetId ? `@${imageAssetId}` : '',
  ]
    .filter(Boolean)
    .join(' ');
  return `${name.replace(ESCAPED, '\\$&')}${details ? ` [${details}]` : ''}`;
}

/**
 * Reads what writeCategoryPaths writes; `Men > Shirts` is enough. Throws Error for an empty name.
 */
export function readCategoryPaths(text: string): CategoryStep[][] {
  return split(text, '|').map((path) => split(path, '>').map(readStep));
}

function readStep(text: string): CategoryStep {
  const [, named, slug, position, imageAssetId] = DETAILS.exec(text.trim()) ?? [
    undefined,
    text.trim(),
  ];
  const name = named!.replace(/\\(.)/gs, '$1').trim();
  if (name === '') throw new Error('a category has no name');
  return {
    name,
    ...(slug ? { slug } : {}),
    ...(position ? { position: Number(position) } : {}),
    ...(imageAssetId ? { imageAssetId } : {}),
  };
}

/** Splits at a separator that is not escaped. */
function split(text: string, separator: '|' | '>'): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === separator) {
      parts.push(part);
      part = '';
    } else if (text[at] === '\\') part += text.slice(at, ++at + 1);
    else part += text[at];
  }
  return [...parts, part];
}
