import { describe, expect, it } from '@jest/globals';
import type { Page } from '../../src/dataflow/client.ts';
import { wholeList } from '../../src/dataflow/pagination.ts';

const all = Array.from({ length: 25 }, (_, index) => `entry${index}`);
const pages =
  (size: (limit: number) => number, first = 0) =>
  async ({ page, limit }: Page) => {
    const from = Math.max(page - first, 0) * size(limit);
    return all.slice(from, from + size(limit));
  };

describe('a whole list', () => {
  it.each<[string, (page: Page) => Promise<string[]>]>([
    ['has the pages that were asked for', pages((limit) => limit)],
    ['allows fewer entries a page', pages((limit) => Math.min(limit, 10))],
    [
      'allows fewer, and counts as if it did not',
      async ({ page, limit }) => all.slice(page * limit).slice(0, Math.min(limit, 10)),
    ],
    ['counts its pages from 1', pages((limit) => Math.min(limit, 10), 1)],
    ['knows no pages', async () => all],
  ])('is read from a service that %s', async (_what, readPage) => {
    expect(await wholeList(readPage, (entry) => entry)).toEqual(all);
  });
});
