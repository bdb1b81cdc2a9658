// Letters of other alphabets that look like Latin ones, as they come from a keyboard in another
// layout or from a pasted mail. Only capitals: text is in upper case before it is compared.
const LOOKALIKES: Record<string, string> = {
  ...letters('АВЕЅІЈКМНОРСТУХ', 'ABESIJKMHOPCTYX'),
  ...letters('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'),
  İ: 'I',
};
// Longer text is no code, and would only cost time.
const MOST = 128;

function letters(from: string, to: string): Record<string, string> {
  return Object.fromEntries([...from].map((letter, index) => [letter, to[index]!]));
}

/**
 * The form in which codes are kept and compared: upper case, without spaces, hyphens and invisible
 * characters, lookalikes of other alphabets in Latin. O and 0, I and 1 stay different here, since
 * "SAVE10" must be shown as it is; see lookalikeKey.
 */
export function normalizeCode(text: string): string {
  return text
    .slice(0, MOST)
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(/[\p{White_Space}\p{Dash}\p{Cc}\p{Cf}]+/gu, '')
    .replace(/[^\0-\x7f]/gu, (letter) => LOOKALIKES[letter] ?? letter)
    .slice(0, MOST);
}

/**
 * A normalized code with O read as 0, I and L as 1: what somebody types who cannot tell them apart.
 * Counts only where no code fits exactly and a single one fits like this.
 */
export function lookalikeKey(code: string): string {
  return code.replaceAll('O', '0').replace(/[IL]/g, '1');
}
