import type { SearchEngine } from '../engine/search-engine.js';
import type { SynonymGroups } from '../plan/segments.js';

/**
 * Every search needs the synonyms and they hardly ever change; other replicas see a change after
 * this many milliseconds.
 */
const FRESH_MS = 5_000;

/** Keeps the synonyms of an engine at hand. */
export class SynonymCache {
  private groups: Promise<SynonymGroups> | undefined;
  private until = 0;

  constructor(private readonly engine: SearchEngine) {}

  get(): Promise<SynonymGroups> {
    if (this.groups && Date.now() < this.until) return this.groups;
    this.until = Date.now() + FRESH_MS;
    const groups = this.engine.synonyms().then((stored) => stored.groups);
    // A failure is told to those who wait for it, and not kept.
    groups.catch(() => this.forget());
    this.groups = groups;
    return groups;
  }

  forget(): void {
    this.groups = undefined;
  }
}
