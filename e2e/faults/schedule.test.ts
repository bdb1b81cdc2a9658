import { expect, test } from 'vitest';
import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';
import { linkNames } from './links.js';
import { FAULT_KINDS, planFaults, type FaultKind } from './schedule.js';

test('the same seed gives the same faults, another one others', () => {
  expect(planFaults(7, 5, 2)).toEqual(planFaults(7, 5, 2));
  expect(planFaults(8, 5, 2)).not.toEqual(planFaults(7, 5, 2));
});

test('a long run has every kind of fault, trouble on every line, kills of all services, and Kafka away for a minute', () => {
  const faults = planFaults(1, 120, 2);
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  const namesOf = (of: FaultKind) =>
    new Set(faults.flatMap(({ kind, name }) => (kind === of ? [name] : [])));
  expect(namesOf('kill').size).toBe(SUBGRAPH_NAMES.length + 1);
  expect(namesOf('link')).toEqual(new Set(linkNames(2)));
  expect(faults.find(({ kind }) => kind === 'kafka')?.seconds).toBe(60);
});

test('a run can be told to have only some kinds', () => {
  expect(new Set(planFaults(1, 10, 2, ['link', 'freeze']).map(({ kind }) => kind))).toEqual(
    new Set(['link', 'freeze']),
  );
});
