import { isPoison } from '@emporium/bus/event-bus';

/** Callers whose changes go into one write; documents are at most some tens of kilobytes each. */
const MAX_CALLERS = 50;

interface Caller<T> {
  changes: readonly T[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Writes together what callers bring while a write is under way: requests per second stay the same,
 * changes per request grow with the load.
 */
export class WriteGroup<T> {
  private readonly waiting: Caller<T>[] = [];
  private isWriting = false;

  constructor(private readonly write: (changes: readonly T[]) => Promise<void>) {}

  /**
   * Resolves when the changes are written; rejects with what went wrong with them, and not with
   * those of others that are poison.
   */
  add(changes: readonly T[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ changes, resolve, reject });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.writeGroup(this.waiting.splice(0, MAX_CALLERS));
    this.isWriting = false;
  }

  private async writeGroup(group: readonly Caller<T>[]): Promise<void> {
    try {
      await this.write(group.flatMap((caller) => caller.changes));
      for (const caller of group) caller.resolve();
    } catch (error) {
      if (group.length === 1 || !isPoison(error)) for (const caller of group) caller.reject(error);
      // One of them brought it; to write the others again changes nothing.
      else for (const caller of group) await this.writeGroup([caller]);
    }
  }
}
