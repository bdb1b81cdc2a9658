/**
 * The data of an answer that was written straight to JSON. Whoever needs the object gets it built
 * on demand; transports that send text take the text.
 */
export class SerializedData {
  constructor(readonly text: string) {}

  /** The data as an object, built anew by each call. */
  object(): Record<string, unknown> {
    return JSON.parse(this.text) as Record<string, unknown>;
  }

  /** Makes JSON.stringify of anything around it right. */
  toJSON(): Record<string, unknown> {
    return this.object();
  }
}

/** The data of an answer as a plain object. */
export function dataObject(data: unknown): Record<string, unknown> | null | undefined {
  return data instanceof SerializedData
    ? data.object()
    : (data as Record<string, unknown> | null | undefined);
}
