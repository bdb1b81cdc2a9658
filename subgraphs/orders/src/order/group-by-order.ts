/** Rows of several orders as one list per id, in the order of the ids given. */
export function groupByOrder<T extends { orderId: string }>(
  orderIds: readonly string[],
  rows: readonly T[],
): T[][] {
  const lists = new Map<string, T[]>(orderIds.map((id) => [id, []]));
  for (const row of rows) lists.get(row.orderId)?.push(row);
  return orderIds.map((id) => lists.get(id)!);
}
