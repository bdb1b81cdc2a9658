/**
 * Typing errors between two words: insertions, deletions, replacements and swapped neighbours
 * (optimal string alignment). Stops counting beyond `most` and returns most + 1.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * Errors forgiven in a word: none up to 2 letters, one up to 5, two beyond (as search engines
 * usually do); none in numbers and codes.
 */
export function forgivenErrors(word: string): number {
  if (/\p{N}/u.test(word)) return 0;
  return word.length <= 2 ? 0 : word.length <= 5 ? 1 : 2;
}

/**
 * The word and every form with one letter left out: two words share one when they are one error
 * apart.
 */
export function withOneLetterLess(word: string): string[] {
  return [
    ...new Set([word, ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))]),
  ].filter((form) => form.length > 1);
}
