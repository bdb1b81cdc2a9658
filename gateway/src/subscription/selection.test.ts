import { expect, it } from 'vitest';
import { RequestError } from '../request/request-error.js';
import { openSelection, type Subscriber } from './selection.js';

/** A selection whose payers, answers and ends are written down. */
function recorded() {
  const paidBy: string[] = [];
  const ended: string[] = [];
  const poor = new Set<string>();
  const busy = new Set<string>();
  let isEmpty = false;
  const selection = openSelection({
    bound: 10,
    async answer(message, { payer }) {
      if (poor.has(payer)) throw new RequestError(429, 'RATE_LIMITED', 'no points');
      paidBy.push(payer);
      return { data: message };
    },
    soonest: (payers) => payers.find((payer) => !busy.has(payer)) ?? payers[0]!,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    onEmpty: () => (isEmpty = true),
    onFailure: (error) => {
      throw error;
    },
  });
  const join = (payer: string): Subscriber & { heard: unknown[] } => {
    const heard: unknown[] = [];
    const subscriber = {
      payer,
      caller: {} as never,
      heard,
      hear: ({ data }: { data?: unknown }) => heard.push(data),
      end: () => ended.push(payer),
    };
    selection.add(subscriber as never);
    return subscriber as never;
  };
  const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { selection, join, settled, paidBy, ended, poor, busy, isEmpty: () => isEmpty };
}

it('those who share a selection pay in turn, a network of many as a network of one', async () => {
  const { selection, join, settled, paidBy, busy } = recorded();
  for (const payer of ['a', 'a', 'a', 'b', 'c']) join(payer);
  for (const event of ['1', '2', '3', '4', '5']) selection.announce(event);
  await settled();
  expect(paidBy).toEqual(['a', 'b', 'c', 'a', 'b']);
  busy.add('c');
  selection.announce('6');
  await settled();
  expect(paidBy.at(-1)).toBe('a');
});

it('whoever cannot pay is ended, and the others go on', async () => {
  const { selection, join, settled, paidBy, ended, poor, isEmpty } = recorded();
  const [poorOne, rich] = [join('poor'), join('rich')];
  poor.add('poor');
  for (const event of ['1', '2']) selection.announce(event);
  await settled();
  expect([ended, paidBy, rich.heard, poorOne.heard]).toEqual([
    ['poor'],
    ['rich', 'rich'],
    ['1', '2'],
    [],
  ]);
  selection.remove(poorOne);
  expect(isEmpty()).toBe(false);
  selection.remove(rich);
  expect(isEmpty()).toBe(true);
});

it('a selection that falls behind ends for all who share it', async () => {
  const { selection, join, ended, isEmpty } = recorded();
  join('a');
  join('b');
  for (let event = 0; event < 12; event++) selection.announce(String(event));
  expect([ended, isEmpty()]).toEqual([['a', 'b'], true]);
});
