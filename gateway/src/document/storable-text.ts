import { isStorable, NOT_STORABLE } from '@emporium/graphql/storable-text';
import { RequestError } from '../request/request-error.js';

/**
 * Throws RequestError for text that no store can hold. Asked once of every text a client sends,
 * before any subgraph is; those ask it again of what they are sent, because they may be called by
 * others.
 */
export function requireStorable(text: string): void {
  if (!isStorable(text))
    throw new RequestError(400, 'BAD_USER_INPUT', NOT_STORABLE, { reason: 'text' });
}
