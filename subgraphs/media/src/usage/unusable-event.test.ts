import { startTestSubgraph } from '@emporium/testing/test-subgraph';
import { CategoryCreated } from '@emporium/catalog-events';
import { eventually } from '@emporium/testing/eventually';
import { expect, test } from 'vitest';
import { media } from '../subgraph.js';
import { query } from '../tables.js';

const category = (id: string, version: number) => ({
  id,
  slug: id,
  name: id,
  parentId: null,
  position: 0,
  imageAssetId: 'med_picture',
  version,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

test('a valid event that no table can hold is given up with the reason; the next one of its key is handled', async () => {
  const t = await startTestSubgraph(media, { env: { EVENT_MAX_ATTEMPTS: '2' } });
  try {
    await t.deliver(CategoryCreated, {
      key: 'cat_a',
      version: 1,
      data: category('cat_a', 3_000_000_000),
    });
    await t.deliver(CategoryCreated, { key: 'cat_a', version: 2, data: category('cat_a', 2) });
    await eventually(async () =>
      expect(
        await query(t.ctx())
          .selectFrom('UsageSource')
          .select(['ownerId', 'sourceVersion'])
          .execute(),
      ).toEqual([{ ownerId: 'cat_a', sourceVersion: 2 }]),
    );
    expect(await t.runtime.bus.deadLetters('media-usage', { first: 10 })).toMatchObject([
      {
        key: 'cat_a',
        error: expect.stringMatching(/^given up after 2 attempts: database error 22003/),
      },
    ]);
  } finally {
    await t.close();
  }
});
