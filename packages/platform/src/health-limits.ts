/**
 * An event that waits longer than this while this process may send or handle it is no backlog any
 * more.
 */
export const STUCK_AFTER_SECONDS = 60;
/** Behind that nothing here has mended it, so whoever watches the process should start it anew. */
export const BEYOND_REPAIR_SECONDS = 300;
