import { v7 } from 'uuid';

/** A new opaque id: `<prefix>_<uuidv7>`, e.g. `prod_0193…`; time-ordered, so indexes stay dense. */
export function newId(prefix: string): string {
  return `${prefix}_${v7()}`;
}
