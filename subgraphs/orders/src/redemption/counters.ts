/** A promotion that an order wants to use, with the limits that hold for it. */
export interface Use {
  promotionId: string;
  /** For messages. */
  name: string;
  codeId: string | null;
  code: string | null;
  limit: number | null;
  codeLimit: number | null;
  limitPerCustomer: number | null;
}

/** Something that is counted: by its id, with the most that is allowed (null: anything). */
export interface Counter {
  id: string;
  most: number | null;
  use: Pick<Use, 'promotionId' | 'codeId'>;
  /** Set for a counter of one customer. */
  customerHash: string | null;
}

/** What the use of promotions raises, in the order in which it is locked. */
export function countersOf(uses: readonly Use[], customerHash: string | null): Counter[] {
  const counters = uses.flatMap((use): Counter[] => [
    { id: `promotion:${use.promotionId}`, most: use.limit, use, customerHash: null },
    ...(use.codeId === null
      ? []
      : [{ id: `code:${use.codeId}`, most: use.codeLimit, use, customerHash: null }]),
    ...(customerHash === null
      ? []
      : [
          {
            id: `customer:${use.promotionId}:${customerHash}`,
            most: use.limitPerCustomer,
            use,
            customerHash,
          },
        ]),
  ]);
  return counters.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
