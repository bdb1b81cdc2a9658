import type { Shop } from '../start-shop.js';

/** One line of a command's progress; the last one has type `result` or `error`. */
export type CommandLine = Record<string, unknown>;

/** A command on the data of a shop. */
export type ShopCommand = (
  shop: Shop,
  args: Record<string, unknown>,
) => AsyncGenerator<CommandLine>;
