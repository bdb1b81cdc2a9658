import { decimalOf } from '@emporium/money/decimal';
import { money } from '@emporium/money/money';

/** An amount in minor units as people read it: 1250 EUR is "€12.50". */
export function moneyText({ minor, currency }: { minor: number; currency: string }): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(
    Number(decimalOf(money(minor, currency))),
  );
}
