import { expect, test } from 'vitest';
import { planFaults } from './schedule.js';

test('the same seed gives the same faults, another one others', () => {
  expect(planFaults(7, 5, 2)).toEqual(planFaults(7, 5, 2));
  expect(planFaults(8, 5, 2)).not.toEqual(planFaults(7, 5, 2));
});

test('a long run has every kind of fault, kills of all services, and Kafka away for a minute', () => {
  const faults = planFaults(1, 30, 2);
  expect(new Set(faults.map(({ kind }) => kind)).size).toBe(8);
  expect(new Set(faults.flatMap(({ kind, name }) => (kind === 'kill' ? [name] : []))).size).toBe(9);
  expect(faults.find(({ kind }) => kind === 'kafka')?.seconds).toBe(60);
});
