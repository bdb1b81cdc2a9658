import { isPoison } from '@emporium/bus/event-bus';
import type { ProductDocument, StockDocument } from '../../document/product-document.js';
import type { IndexNames } from './index-names.js';
import type { ProductChange } from './join-product.js';
import type { LuceneServer } from './lucene-server.js';
import { mergeProducts } from './merge-products.js';
import { toFields } from './product-source.js';
import { liveIndices, targetsOf } from './targets.js';
import { EngineAwayError } from './transport.js';
import { WriteGroup } from './write-group.js';

/** Joins changes into the index that answers and into the one that is being built. */
export class ProductWriter {
  private known: readonly string[] | undefined;
  private readonly group = new WriteGroup<ProductChange>((changes) => this.writeNow(changes));

  constructor(
    private readonly server: LuceneServer,
    private readonly names: IndexNames,
  ) {}

  async write(changes: readonly ProductChange[]): Promise<void> {
    if (changes.length > 0) await this.group.add(changes);
  }

  /**
   * The indices are looked up after the write, not before: a rebuild that began meanwhile either
   * sees what was written, or is seen here and written to as well. So nothing falls between the
   * two, whatever this process believed when it started.
   */
  private async writeNow(changes: readonly ProductChange[]): Promise<void> {
    const written = new Map<string, boolean>();
    let poison: unknown;
    let wanted = this.known ?? liveIndices(await targetsOf(this.server, this.names));
    for (;;) {
      for (const index of wanted) {
        if (written.get(index)) continue;
        try {
          written.set(index, await mergeProducts(this.server, this.names, index, changes));
        } catch (error) {
          // What one index refuses must not keep the others from the rest.
          if (!isPoison(error)) throw error;
          poison = error;
          written.set(index, true);
        }
      }
      wanted = liveIndices(await targetsOf(this.server, this.names));
      this.known = wanted;
      const lost = wanted.find((index) => written.get(index) === false);
      if (lost !== undefined)
        throw new EngineAwayError('refused', `index ${lost} cannot be written`);
      if (wanted.every((index) => written.has(index))) break;
    }
    if (poison) throw poison;
  }

  async index(documents: readonly ProductDocument[]): Promise<void> {
    await this.write(documents.map(changeOf));
  }

  async setStock({ variantId, productId, version, available }: StockDocument): Promise<void> {
    await this.write([{ id: productId, stocks: [{ variantId, version, available }] }]);
  }

  async remove(id: string, version: number): Promise<void> {
    await this.write([{ id, deletedAt: version }]);
  }
}

/** What a document says. */
export function changeOf(document: ProductDocument): ProductChange {
  const { id, variants } = document;
  return {
    id,
    fields: toFields(document),
    stocks: variants.map((variant) => ({
      variantId: variant.id,
      version: variant.stockVersion,
      available: variant.available,
    })),
    variantIds: variants.map((variant) => variant.id),
  };
}
