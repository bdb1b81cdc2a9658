import Negotiator from 'negotiator';

/** Media types of answers. */
export const MODERN = 'application/graphql-response+json';
export const JSON_TYPE = 'application/json';
export const EVENT_STREAM = 'text/event-stream';
export type AnswerType = typeof MODERN | typeof JSON_TYPE | typeof EVENT_STREAM;

/**
 * With the only charset there is, so that clients that ask for it are understood; the first one is
 * for who takes anything.
 */
const OFFERS = [JSON_TYPE, MODERN, EVENT_STREAM].map((type) => `${type}; charset=utf-8`);

/**
 * Media types that the client accepts, the preferred one first; weights (`q`) and order count. JSON
 * for who states none.
 */
export function acceptedTypes(accept: string | undefined): AnswerType[] {
  const offers = new Negotiator({ headers: accept ? { accept } : {} }).mediaTypes(OFFERS);
  return offers.map((offer) => offer.split(';', 1)[0] as AnswerType);
}
