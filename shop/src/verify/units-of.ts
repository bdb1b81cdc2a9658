import { subgraphCommand } from '../commands/subgraph-command.js';
import type { Shop } from '../start-shop.js';
import type { OrderFacts } from './order-facts.js';

/**
 * Units in orders that were not cancelled, by variant: as large as the assortment, however many
 * orders there are.
 */
export type OrderedUnits = Map<string, number>;

/** Adds the units of one order. */
export function addUnits(units: OrderedUnits, { order }: OrderFacts): void {
  if (order.status === 'CANCELLED' || !order.lines) return;
  for (const line of order.lines.split(',')) {
    const split = line.lastIndexOf('x');
    const variantId = line.slice(0, split);
    units.set(variantId, (units.get(variantId) ?? 0) + Number(line.slice(split + 1)));
  }
}

/**
 * I3: what was put in stock is either available or in an order that was not cancelled. Yields
 * violations.
 */
export async function* unitProblems(shop: Shop, units: OrderedUnits): AsyncGenerator<string> {
  for await (const line of subgraphCommand('catalog', 'stock-sums')(shop, {})) {
    const { variantId, available, putIn } = line as {
      variantId: string;
      available: number;
      putIn: number;
    };
    const ordered = units.get(variantId) ?? 0;
    if (available + ordered !== putIn)
      yield `variant ${variantId}: ${available} available + ${ordered} ordered, but ${putIn} put in stock`;
  }
}
