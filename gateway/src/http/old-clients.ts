import { JSON_TYPE, MODERN, acceptedTypes } from './answer-type.js';
import type { RequestError } from '../request/request-error.js';

const OF_THE_DOCUMENT: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/**
 * Whether GraphQL over HTTP recommends status 200 for this rejection: the document or its variables
 * are wrong, and the client names `application/json` without the newer media type. Only development
 * follows that (ADR 0009).
 */
export function wantsStatus200(rejection: RequestError, accept: string | undefined): boolean {
  const isOld = accept?.includes(JSON_TYPE) === true && !acceptedTypes(accept).includes(MODERN);
  return isOld && (OF_THE_DOCUMENT.has(rejection.code) || rejection.details.reason === 'variables');
}
