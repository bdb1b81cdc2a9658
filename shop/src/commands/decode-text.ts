/**
 * The text of a file: UTF-8, or UTF-16 with its mark, else Windows-1252, in which spreadsheets on
 * Windows save CSV. Bytes that are none of these cannot be told apart from it, so whoever reads the
 * text sees letters and never replacement characters.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
