import { decimalOf } from '@emporium/money/decimal';
import { money } from '@emporium/money/money';
import type { Amount } from './mail-template.js';

/** An amount in minor units as people read it: 1250 EUR is "€12.50", in German "12,50 €". */
export function moneyText({ minor, currency }: Amount, locale: string): string {
  // A decimal string keeps amounts exact that a number would round.
  const decimal = decimalOf(money(minor, currency)) as `${number}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal);
}
