/** Long enough for somebody to look; milliseconds. */
export const DEFAULT_DEAD_LETTER_MS = 90 * 24 * 3_600_000;
