import { RebuildRunningError } from '../search-engine.js';
import { changeFacts } from './change-fact.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';

/** A rebuild that has shown no life for so long was killed; its rest is thrown away. */
const DEAD_AFTER_MS = 60_000;
const RENEW_AFTER_MS = 5_000;
const ID = 'rebuild';

/** Fact: which rebuild is at work and when it was last seen; index '' = none. */
interface RebuildFact {
  index: string;
  at: number;
}

/** Sees to it that one rebuild is at work. */
export class RebuildLock {
  private renewedAt = Date.now();

  private constructor(
    private readonly server: LuceneServer,
    private readonly names: IndexNames,
    private readonly index: string,
  ) {}

  /** Throws RebuildRunningError while another one is alive. */
  static async take(server: LuceneServer, names: IndexNames, index: string): Promise<RebuildLock> {
    await changeFacts<RebuildFact>(server, names, [ID], (_id, now) => {
      if (now && now.index !== '' && now.at > Date.now() - DEAD_AFTER_MS)
        throw new RebuildRunningError('another rebuild is running');
      return { index, at: Date.now() };
    });
    return new RebuildLock(server, names, index);
  }

  /** Shows life, every few seconds. Throws RebuildRunningError when another one took over. */
  async renew(): Promise<void> {
    if (Date.now() - this.renewedAt > RENEW_AFTER_MS) await this.confirm();
  }

  /** Shows life at once. Throws RebuildRunningError when another one took over. */
  async confirm(): Promise<void> {
    await changeFacts<RebuildFact>(this.server, this.names, [ID], (_id, now) => {
      if (now?.index !== this.index) throw new RebuildRunningError('another rebuild took over');
      return { index: this.index, at: Date.now() };
    });
    this.renewedAt = Date.now();
  }

  async release(): Promise<void> {
    await changeFacts<RebuildFact>(this.server, this.names, [ID], (_id, now) =>
      now?.index === this.index ? { index: '', at: 0 } : undefined,
    );
  }
}
