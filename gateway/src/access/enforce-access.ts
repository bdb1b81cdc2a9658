import { createHash } from 'node:crypto';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import type { ExecutionResult } from 'graphql';
import { dataObject } from '@emporium/federation-executor/response/serialized-data';
import type { PreparedDocument } from '../document/prepare-document.js';
import type { OperationContext } from '../subgraph/operation-context.js';
import type { SupergraphSnapshot } from '../supergraph/federation.js';
import { fulfils, accessErrorCode, type Requirement } from './access-policy.js';
import { restoreAnswer } from './restore-answer.js';
import { withoutForbidden } from './rewrite-document.js';

const MAX_REWRITTEN = 8;

/**
 * Enforces the access policy around the federation executor: what the caller may not see is taken
 * out of the operation before it is planned, and comes back as null with an error at its path.
 */
export function enforceAccess(
  inner: GatewayExecutor,
  current: () => SupergraphSnapshot,
): GatewayExecutor {
  return async (request) => {
    const context = request.context as unknown as OperationContext;
    const snapshot = current();
    // After a reload a prepared document may be of the graph before: the requirements must be those
    // of the graph that runs it.
    const prepared =
      context.snapshot === snapshot
        ? context.prepared
        : snapshot.documents.prepare(context.prepared.source);
    const { principal } = context.caller;
    const refused = prepared.requirements.filter((requirement) => !fulfils(principal, requirement));
    if (refused.length === 0) return inner(request);

    const rewritten = rewrite(prepared, snapshot, refused);
    const answer = (await inner({
      ...request,
      document: rewritten.document,
      queryHash: rewritten.hash,
    })) as ExecutionResult;
    return restoreAnswer(
      {
        schema: snapshot.schema,
        document: prepared.document,
        code: accessErrorCode(principal),
        ...(request.request.operationName ? { operationName: request.request.operationName } : {}),
        ...(request.request.variables ? { variables: request.request.variables } : {}),
      },
      { ...answer, data: dataObject(answer.data) },
    ) as Awaited<ReturnType<GatewayExecutor>>;
  };
}

function rewrite(
  prepared: PreparedDocument,
  { schema, checks }: SupergraphSnapshot,
  refused: readonly Requirement[],
) {
  // Plans are cached by this hash, so callers with different rights must not share one.
  const key = refused.map((requirement) => requirement.id).join(',');
  const known = prepared.rewritten.get(key);
  if (known) return known;
  const fresh = {
    document: withoutForbidden(prepared.document, schema, checks.policy, new Set(refused)),
    hash: createHash('sha256').update(`${prepared.hash} without ${key}`).digest('hex'),
  };
  if (prepared.rewritten.size >= MAX_REWRITTEN) prepared.rewritten.clear();
  prepared.rewritten.set(key, fresh);
  return fresh;
}
