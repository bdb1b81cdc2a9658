import type { ProductDocument } from '../../document/product-document.js';
import { type Rebuild, RebuildRunningError } from '../search-engine.js';
import { copyWhatCatalogForgot } from './carry-over.js';
import type { IndexNames } from './index-names.js';
import { isRefused, type LuceneServer } from './lucene-server.js';
import { mergeProducts } from './merge-products.js';
import { OFTEN, productIndex, SELDOM } from './product-index.js';
import { RebuildLock } from './rebuild-lock.js';
import { targetsOf } from './targets.js';
import { EngineAwayError } from './transport.js';
import { changeOf } from './write-products.js';

/**
 * Opens the next index. From here on live changes are written to both, since its alias says so.
 * Throws RebuildRunningError.
 */
export async function beginRebuild(server: LuceneServer, names: IndexNames): Promise<Rebuild> {
  const index = names.nextProducts(new Date());
  const lock = await RebuildLock.take(server, names, index);
  const rebuild = new ProductRebuild(server, names, index, lock);
  try {
    await rebuild.open();
    return rebuild;
  } catch (error) {
    await rebuild.abort().catch(() => undefined);
    throw error;
  }
}

class ProductRebuild implements Rebuild {
  private readonly given = new Set<string>();
  private active = '';

  constructor(
    private readonly server: LuceneServer,
    private readonly names: IndexNames,
    private readonly name: string,
    private readonly lock: RebuildLock,
  ) {}

  async open(): Promise<void> {
    const { active, previous, all } = await targetsOf(this.server, this.names);
    this.active = active;
    for (const leftover of all)
      if (leftover !== active && leftover !== previous) await this.drop(leftover);
    const body = productIndex([this.names.building, this.names.write(this.name)], SELDOM);
    const { acknowledged } = await this.server.admin<{ acknowledged: boolean }>(
      'PUT',
      `/${this.name}`,
      body,
    );
    // Writers look up the alias on any node, so all of them must know it before anything is read
    // for the new index.
    if (!acknowledged) throw new EngineAwayError('refused', 'not all nodes know the new index');
    await copyWhatCatalogForgot(this.server, this.names, active, this.name, () =>
      this.lock.renew(),
    );
  }

  async index(documents: readonly ProductDocument[]): Promise<void> {
    await this.lock.renew();
    const isThere = await mergeProducts(
      this.server,
      this.names,
      this.name,
      documents.map(changeOf),
      this.active,
    );
    if (!isThere) throw new RebuildRunningError('another rebuild took over');
    for (const { id } of documents) this.given.add(id);
  }

  async swap(): Promise<void> {
    await this.lock.confirm();
    await this.server.admin('PUT', `/${this.name}/_settings`, {
      index: { refresh_interval: OFTEN },
    });
    await this.server.admin('POST', `/${this.name}/_refresh`);
    const { count } = await this.server.read<{ count: number }>(`/${this.name}/_count`, {
      query: { range: { version: { gte: 1 } } },
    });
    if (count < this.given.size)
      throw new Error(`the new index has ${count} of ${this.given.size} products; it is not used`);
    const { active, previous } = await targetsOf(this.server, this.names);
    const { products, building } = this.names;
    // One change of the cluster state: every search sees the old index or the new one, never both
    // or none.
    await this.aliases([
      { remove: { index: active, alias: products, must_exist: true } },
      { remove: { index: this.name, alias: building, must_exist: true } },
      { add: { index: this.name, alias: products } },
      ...(previous === undefined
        ? []
        : [{ remove: { index: previous, alias: this.names.previous } }]),
      { add: { index: active, alias: this.names.previous } },
    ]);
    await this.lock.release();
    if (previous !== undefined) await this.drop(previous);
  }

  async abort(): Promise<void> {
    const targets = await targetsOf(this.server, this.names);
    // Whoever took over made an index of its own; only ours goes, and only while it does not
    // answer.
    if (targets.active !== this.name && targets.all.includes(this.name)) await this.drop(this.name);
    await this.lock.release();
  }

  private async aliases(actions: readonly object[]): Promise<void> {
    try {
      const { acknowledged } = await this.server.admin<{ acknowledged: boolean }>(
        'POST',
        '/_aliases',
        { actions },
      );
      if (!acknowledged)
        throw new EngineAwayError('refused', 'not all nodes use the new index yet');
    } catch (error) {
      if (isRefused(error, 404))
        throw new RebuildRunningError('another rebuild took over', { cause: error });
      throw error;
    }
  }

  private async drop(index: string): Promise<void> {
    try {
      await this.server.admin('DELETE', `/${index}`);
    } catch (error) {
      if (!isRefused(error, 404)) throw error;
    }
  }
}
