import type { Socket } from 'node:net';

/** What happens to the bytes of one direction. */
export interface LaneFaults {
  /** Every byte arrives this many milliseconds late; order and pace stay. */
  latencyMs?: number;
  /**
   * `hold`: bytes wait until healed, as before a paused process. `lose`: they are gone and the
   * connection stays deaf, as behind a dead host.
   */
  hang?: 'hold' | 'lose';
  /**
   * Each connection is reset after so many more bytes: an answer is cut in the middle or, with 0,
   * lost.
   */
  limitBytes?: number;
}

/** Bytes kept for a slow direction before its sender is slowed down as well. */
const HIGH_WATER_BYTES = 1_000_000;

interface Piece {
  /** Undefined = the sender has finished. */
  bytes?: Buffer;
  arrivedAt: number;
}

/**
 * Carries the bytes of one direction of one connection, as its faults say at the moment they leave.
 */
export class FaultLane {
  private readonly queue: Piece[] = [];
  private queued = 0;
  private passed = 0;
  private running = false;
  private deaf = false;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(
    from: Socket,
    private readonly to: Socket,
    private faults: LaneFaults,
    private readonly reset: () => void,
  ) {
    from.on('data', (bytes: Buffer) => {
      this.queue.push({ bytes, arrivedAt: performance.now() });
      this.queued += bytes.length;
      if (this.queued > HIGH_WATER_BYTES) from.pause();
      void this.work(from);
    });
    from.on('end', () => {
      this.queue.push({ arrivedAt: performance.now() });
      void this.work(from);
    });
    for (const event of ['drain', 'close']) to.on(event, () => this.wake());
  }

  /**
   * New faults hold for everything that has not left yet; the count of `limitBytes` starts again.
   */
  change(faults: LaneFaults): void {
    this.faults = faults;
    this.passed = 0;
    if (faults.hang === 'lose') this.deaf = true;
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  private async work(from: Socket): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let piece = this.queue[0]; piece && !this.ended; piece = this.queue[0]) {
      const stuck =
        this.faults.hang === 'hold' || (this.to.writableNeedDrain && !this.to.destroyed);
      const wait = stuck
        ? Infinity
        : piece.arrivedAt + (this.faults.latencyMs ?? 0) - performance.now();
      if (wait > 0 && !this.deaf) {
        await this.pause(wait);
        continue;
      }
      this.queue.shift();
      this.queued -= piece.bytes?.length ?? 0;
      if (this.queued <= HIGH_WATER_BYTES) from.resume();
      this.pass(piece);
    }
    this.running = false;
  }

  private pass({ bytes }: Piece): void {
    if (this.deaf || this.to.destroyed) return;
    if (!bytes) return void this.to.end();
    const left = (this.faults.limitBytes ?? Infinity) - this.passed;
    this.passed += bytes.length;
    if (bytes.length < left) return void this.to.write(bytes);
    // The last allowed bytes must be on their way before the reset, which throws away what is still
    // in the buffer.
    if (left > 0) this.to.write(bytes.subarray(0, left), () => this.reset());
    else this.reset();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
