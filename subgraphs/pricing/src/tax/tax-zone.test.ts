// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { customer, supervisor } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestPricing;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());

const germany = {
  name: 'Germany',
  area: { countries: ['DE'] },
  rates: [{ category: 'standard', name: 'VAT 19 %', rate: '0.190' }],
};

test('a zone is created, read, listed, changed and deleted, and each version is told as a whole', async () => {
  const fields = 'id version name area { countries regions } rates { rate startsAt }';
  const { taxZone, userErrors } = await t.save('taxZoneCreate', germany, fields);
  expect(userErrors).toEqual([]);
  expect(taxZone).toMatchObject({
    version: 1,
    area: { countries: ['DE'], regions: [] },
    rates: [{ rate: '0.19', startsAt: null }],
  });
  const { id } = taxZone;
  const changed = await t.save('taxZoneUpdate', { id, expectedVersion: 1, name: 'Home' }, fields);
  expect(changed.taxZone).toEqual({ ...taxZone, name: 'Home', version: 2 });
  const read = await t.ask(
    `query ($id: ID!) { taxZone(id: $id) { name } taxZones(first: 1, where: { nameContains: "HOM" }, sort: { field: NAME }) { nodes { id } totalCount } }`,
    { id },
  );
  expect(read).toEqual({ taxZone: { name: 'Home' }, taxZones: { nodes: [{ id }], totalCount: 1 } });
  expect(await t.remove('taxZoneDelete', id, 2)).toEqual({ deletedId: id, userErrors: [] });
  expect(await t.ask('query ($id: ID!) { taxZone(id: $id) { id } }', { id })).toEqual({
    taxZone: null,
  });
  const told = await t.told(id);
  expect(told.map(({ version, isDeleted }) => [version, isDeleted])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  expect(told[1]).toMatchObject({
    kind: 'TAX_ZONE',
    rule: { name: 'Home', isReverseCharge: false },
  });
  expect(told[2]!.rule).toBeNull();
});

test('a stale version changes nothing, and a missing zone is told', async () => {
  const { taxZone } = await t.save('taxZoneCreate', { ...germany, area: { countries: ['FR'] } });
  const stale = await t.save('taxZoneUpdate', { id: taxZone.id, expectedVersion: 7, name: 'X' });
  expect(stale).toMatchObject({ taxZone: null, userErrors: [{ code: 'VERSION_CONFLICT' }] });
  expect((await t.remove('taxZoneDelete', taxZone.id, 7)).userErrors[0].code).toBe(
    'VERSION_CONFLICT',
  );
  expect((await t.save('taxZoneUpdate', { id: 'none', expectedVersion: 1 })).userErrors).toEqual([
    { code: 'NOT_FOUND', message: 'There is no tax zone none.', path: ['input', 'id'] },
  ]);
});

test('the same key makes one zone, and another input under it is refused', async () => {
  const input = { ...germany, area: { countries: ['AT'] } };
  const first = await t.save('taxZoneCreate', input, 'id', 'k1');
  expect(await t.save('taxZoneCreate', input, 'id', 'k1')).toEqual(first);
  const reused = await t.save('taxZoneCreate', { ...input, name: 'Other' }, 'id', 'k1');
  expect(reused.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test.each([
  ['a negative rate', { rate: '-0.1' }, 'rate'],
  ['a percentage that was meant as a rate', { rate: '19' }, 'rate'],
  [
    'an end before its start',
    { startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' },
    'endsAt',
  ],
  ['a category with capitals', { category: 'Standard' }, 'category'],
  ['a name of two lines', { name: 'a\nb' }, 'name'],
])('%s is refused with its path', async (_, change, field) => {
  const rates = [{ ...germany.rates[0], ...change }];
  const { userErrors } = await t.save('taxZoneCreate', { ...germany, rates });
  expect(userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'rates', '0', field] },
  ]);
});

test('postal codes of several countries are refused', async () => {
  const area = { countries: ['IT', 'ES'], postalCodes: ['10'] };
  const { userErrors } = await t.save('taxZoneCreate', { ...germany, area });
  expect(userErrors).toMatchObject([{ path: ['input', 'area', 'countries'] }]);
});

test('zones that would fit a place equally well are refused, a more specific one is not', async () => {
  const save = (area: object) => t.save('taxZoneCreate', { ...germany, area });
  await save({ countries: ['PL', 'CZ'] });
  expect((await save({ countries: ['CZ', 'SK'] })).userErrors).toMatchObject([
    { path: ['input', 'area'], message: expect.stringContaining('names CZ, too') },
  ]);
  expect((await save({ countries: ['CZ'], postalCodes: ['10000-19999'] })).userErrors).toEqual([]);
  expect((await save({ countries: ['CZ'], postalCodes: ['12'] })).userErrors).toEqual([]);
  const { taxZone, userErrors } = await save({ countries: ['CZ'], regions: ['CZ-10'] });
  expect(userErrors).toEqual([]);
  const { id, version: expectedVersion } = taxZone;
  const area = { countries: ['PL'] };
  expect((await t.save('taxZoneUpdate', { id, expectedVersion, area })).userErrors).toMatchObject([
    { path: ['input', 'area'] },
  ]);
});

test('references are answered in order, null for those that are missing and for who may not read', async () => {
  const { taxZone } = await t.save('taxZoneCreate', { ...germany, area: { countries: ['SE'] } });
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on TaxZone { name } } }';
  const r = ['taxz_none', taxZone.id].map((id) => ({ __typename: 'TaxZone', id }));
  expect(await t.ask(query, { r })).toEqual({ _entities: [null, { name: 'Germany' }] });
  expect(await t.ask(query, { r }, customer())).toEqual({ _entities: [null, null] });
});

test('supervisors may read and change, not delete; customers nothing', async () => {
  const read = 'query { taxZones(first: 1) { nodes { id } } }';
  expect((await t.execute(read, { as: supervisor })).errors).toBeUndefined();
  expect((await t.execute(read, { as: customer() })).errors?.[0]?.extensions?.['code']).toBe(
    'FORBIDDEN',
  );
  const deletion = 'mutation { taxZoneDelete(id: "x") { deletedId } }';
  expect((await t.execute(deletion, { as: supervisor })).errors?.[0]?.extensions?.['code']).toBe(
    'FORBIDDEN',
  );
});
