import { decimalOf } from '@emporium/money/decimal';
import { money } from '@emporium/money/money';

/**
 * An amount as documents write it: 1,234.50 EUR, in German 1.234,50 EUR. Not by Intl, whose
 * spelling changes with the version of Node.js: a document is the same for ever.
 */
export function amountText(minor: number, currency: string, language: string): string {
  const [whole = '', fraction] = decimalOf(money(minor, currency)).split('.');
  const [group, point] = language.startsWith('de') ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group!);
  return `${grouped}${fraction ? `${point}${fraction}` : ''} ${currency}`;
}

/** A rate such as "0.19" in percent: 19 %. */
export function percentText(rate: string, language: string): string {
  const percent = (Number(rate) * 100).toFixed(2).replace(/\.?0+$/, '');
  return `${language.startsWith('de') ? percent.replace('.', ',') : percent} %`;
}
