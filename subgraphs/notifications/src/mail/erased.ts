/**
 * What stands as the error of a mail whose reader was erased while it was on its way: whoever sends
 * it, or comes after him, takes it away.
 */
export const ERASED = 'erased';
