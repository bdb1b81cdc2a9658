import { randomBytes } from 'node:crypto';

/**
 * Names of all that the shop keeps in the engine; several shops can share one by different bases.
 */
export class IndexNames {
  constructor(readonly base: string) {}

  /** Alias of the index that answers. */
  get products(): string {
    return `${this.base}-products`;
  }
  /** Alias of the index that a rebuild fills. */
  get building(): string {
    return `${this.base}-products-building`;
  }
  /** Alias of the index that answered before; kept for one generation. */
  get previous(): string {
    return `${this.base}-products-previous`;
  }
  /** All product indices, whatever they are for. */
  get anyProducts(): string {
    return `${this.base}-products-v*`;
  }
  /** The same for every replica, so that those that start at once make one index. */
  get firstProducts(): string {
    return `${this.base}-products-v1`;
  }
  nextProducts(now: Date): string {
    return `${this.base}-products-v${now.toISOString().replace(/\D/g, '')}-${randomBytes(2).toString('hex')}`;
  }
  /**
   * Alias under which one index is written: a write that requires it cannot bring a deleted index
   * back to life.
   */
  write(index: string): string {
    return `${index}-write`;
  }
  /** Synonyms, sold pieces and the state of rebuilds: what no rebuild may lose. */
  get facts(): string {
    return `${this.base}-search-facts`;
  }
  get categories(): string {
    return `${this.base}-search-categories`;
  }
}
