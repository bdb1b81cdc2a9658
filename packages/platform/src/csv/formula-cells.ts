/**
 * With these a spreadsheet begins a formula, which may read other cells and send them away. Some
 * drop blanks or take the wide forms as well.
 */
const STARTS_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const ESCAPED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/**
 * The cell so that a spreadsheet takes it as text: with an apostrophe in front when it would be a
 * formula. Numbers stay numbers.
 */
export function escapeFormula(cell: string): string {
  return STARTS_FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `escapeFormula`. */
export function unescapeFormula(cell: string): string {
  return ESCAPED.test(cell) ? cell.slice(1) : cell;
}
