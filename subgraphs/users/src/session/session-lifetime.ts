import { sql } from 'kysely';

/** A session ends when its refresh token was not used for 7 days; each use starts them anew. */
export const SESSION_TTL_SECONDS = 7 * 24 * 3_600;

/** When a session ends that is used now. */
export const sessionEnd = sql<Date>`now() + make_interval(secs => ${SESSION_TTL_SECONDS})`;
