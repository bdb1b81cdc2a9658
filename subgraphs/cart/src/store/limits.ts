/** A cart that nobody writes to for 7 days is gone. */
export const CART_TTL_SECONDS = 7 * 24 * 3_600;
/** Lines of one cart; the schema's plain list of lines relies on it. */
export const MAX_LINES = 200;
/** Units of one line. */
export const MAX_QUANTITY = 10_000;
/** Discount codes of one cart. */
export const MAX_CODES = 10;
