import type { FastifyRequest } from 'fastify';
import type { Caller } from '../identity/caller.js';
import type { IdentifyCaller } from '../identity/identify-caller.js';
import { credentialsOf, originOf } from './request-origin.js';

/** The caller of an HTTP request; throws RequestError (401) for a bad bearer token. */
export function callerOf(request: FastifyRequest, identify: IdentifyCaller): Promise<Caller> {
  return identify(
    credentialsOf(request.headers),
    originOf(request.headers, request.ip, request.id),
  );
}
