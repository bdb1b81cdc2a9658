import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import processRequest from 'graphql-upload/processRequest.mjs';
import { isObjectType, getNamedType } from 'graphql';
import { fulfils } from '../access/access-policy.js';
import type { GatewayLimits } from '../gateway-config.js';
import { findUploads } from '@emporium/platform/http/multipart-body';
import type { Caller } from '../identity/caller.js';
import type { OperationRequest } from '../request/prepare-operation.js';
import { RequestError } from '../request/request-error.js';
import type { SupergraphSnapshot } from '../supergraph/federation.js';

/**
 * Reads a multipart request up to its operation; files go on arriving while the operation runs.
 * Throws RequestError.
 */
export type ReadUpload = (
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
) => Promise<OperationRequest>;

/** Makes the reader. Nothing of the body is read for a caller who may not upload at all. */
export function createReadUpload(
  current: () => SupergraphSnapshot,
  limits: GatewayLimits,
): ReadUpload {
  return async (request, reply, caller) => {
    refuseStrangers(current(), caller);
    const maximum = limits.uploadBytes * limits.uploadFiles + limits.bodyBytes;
    if (Number(request.headers['content-length'] ?? 0) > maximum) throw tooLarge();
    reply.raw.once('finish', () => drain(request.raw, maximum));
    try {
      const operations = await processRequest(request.raw, reply.raw, {
        maxFieldSize: limits.bodyBytes,
        maxFileSize: limits.uploadBytes,
        maxFiles: limits.uploadFiles,
      });
      if (Array.isArray(operations))
        throw new RequestError(400, 'BAD_USER_INPUT', 'Batches are not run.', { reason: 'batch' });
      await filesOf(operations);
      return operations as OperationRequest;
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if ((error as { status?: number }).status === 413) throw tooLarge();
      throw new RequestError(400, 'BAD_USER_INPUT', 'The multipart body is not in order.', {
        reason: 'multipart',
      });
    }
  };
}

/**
 * Reads and forgets what nobody read of a body that has been answered: the next request of its
 * connection stands behind it. A sender of more than `maximum` bytes of that loses the connection.
 */
function drain(request: IncomingMessage, maximum: number): void {
  if (request.complete) return;
  let left = maximum;
  request.unpipe();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  // The parser may have left it paused.
  request.resume();
}

/**
 * Resolves when each file of the map has begun to arrive. Rejects when one is missing or was given
 * two places: a file is a stream, which only one of them could read.
 */
async function filesOf({ variables, ...rest }: OperationRequest): Promise<void> {
  const inVariables = [...findUploads(variables).values()];
  if (findUploads(rest).size > 0) throw badMap('The map may name places in variables only.');
  if (new Set(inVariables).size < inVariables.length)
    throw badMap('The map gives one file to two variables; send it twice.');
  for (const file of inVariables) {
    await file.promise.catch((error: { status?: number }) => {
      if (error.status === 400) throw badMap('The map names a file that is not in the request.');
      throw error;
    });
  }
}

function badMap(message: string): RequestError {
  return new RequestError(400, 'BAD_USER_INPUT', message, { reason: 'multipart' });
}

/**
 * Some field that takes a file must be open to the caller, else there is no point in receiving one.
 */
function refuseStrangers({ schema, checks }: SupergraphSnapshot, { principal }: Caller): void {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const takesFile = fields.filter((field) =>
    field.args.some((argument) => getNamedType(argument.type).name === 'Upload'),
  );
  const mutation = schema.getMutationType();
  const open = takesFile.some((field) =>
    checks.policy
      .requirementsOf(isObjectType(mutation) ? mutation.name : '', field.name)
      .every((requirement) => fulfils(principal, requirement)),
  );
  if (open) return;
  if (principal.kind === 'anonymous')
    throw new RequestError(401, 'UNAUTHENTICATED', 'Log in to upload.', { reason: 'upload' });
  throw new RequestError(403, 'FORBIDDEN', 'You may not upload.', { reason: 'upload' });
}

function tooLarge(): RequestError {
  return new RequestError(413, 'PAYLOAD_TOO_LARGE', 'The upload is too large.', {
    reason: 'upload',
  });
}
