import { currencyDigits } from '@emporium/money/currency-digits';
import { fromDecimal } from '@emporium/money/decimal';
import type { z } from 'zod';
import type { Attribute } from '../product/attribute.type.js';

/** Thrown for a cell that cannot be read; names its column. */
export class CellError extends Error {
  override name = 'CellError';
  constructor(column: string, reason: string) {
    super(`${column} ${reason}`);
  }
}

/** The cell as the rule makes it. Throws CellError. */
export function cell<T>(column: string, value: unknown, rule: z.ZodType<T>): T {
  const result = rule.safeParse(value);
  if (!result.success) throw new CellError(column, result.error.issues[0]!.message);
  return result.data;
}

/** Undefined when the file has no such column, null when the cell is empty. */
export function optional<T>(
  value: string | undefined,
  read: (text: string) => T,
): T | null | undefined {
  if (value === undefined) return undefined;
  return value === '' ? null : read(value);
}

/** A price in the shop's currency. Throws CellError. */
export function readPrice(
  column: string,
  text: string,
  currency: string,
): { minor: number; currency: string } {
  try {
    return { minor: fromDecimal(text, currency).minor, currency };
  } catch {
    const digits = currencyDigits(currency);
    const how =
      digits > 0
        ? `digits and a point, e.g. 12.${'5'.padEnd(digits, '0')}`
        : 'digits alone, e.g. 1250';
    throw new CellError(column, `"${text.slice(0, 40)}" is no price in ${currency}: write ${how}`);
  }
}

/**
 * A whole number from 0; decimals are rounded, since other shops export grams with them. Throws
 * CellError.
 */
export function readAmount(column: string, text: string): number {
  const value = /^\d{1,12}(\.\d{1,12})?$/.test(text) ? Math.round(Number(text)) : NaN;
  if (!Number.isSafeInteger(value))
    throw new CellError(column, `"${text.slice(0, 40)}" is not a number from 0`);
  return value;
}

/** A count of units: digits only. Throws CellError. */
export function readQuantity(column: string, text: string): number {
  if (!/^\d{1,7}$/.test(text) || Number(text) > 1_000_000)
    throw new CellError(column, `"${text.slice(0, 40)}" is not a whole number from 0 to 1000000`);
  return Number(text);
}

/** true or false, in any case. Throws CellError. */
export function readBoolean(column: string, text: string): boolean {
  const value = text.toLowerCase();
  if (value !== 'true' && value !== 'false')
    throw new CellError(column, `"${text.slice(0, 40)}" is neither true nor false`);
  return value === 'true';
}

/** A JSON list of name/value pairs. Throws CellError. */
export function readAttributes(
  column: string,
  text: string,
  rule: z.ZodType<Attribute[]>,
): Attribute[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CellError(column, 'is no JSON list of {"name", "value"}');
  }
  return cell(column, json, rule);
}
