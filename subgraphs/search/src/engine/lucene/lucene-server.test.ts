import { expect, test } from 'vitest';
import { LuceneServer } from './lucene-server.js';
import { EngineBusyError, EngineRefusedError, type LuceneAnswer } from './transport.js';

const tooMuch: LuceneAnswer = {
  status: 429,
  body: { error: { type: 'circuit_breaking_exception', reason: 'too much' } },
};

/** A server that gives these answers in turn, the last one for ever. */
function answering(...answers: LuceneAnswer[]) {
  let sent = 0;
  const send = async () => answers[Math.min(sent++, answers.length - 1)]!;
  return {
    server: new LuceneServer({ kind: 'opensearch', send, close: async () => {} }),
    sent: () => sent,
  };
}

test('a buyer does not see that the engine was short of memory for a moment', async () => {
  const { server, sent } = answering(tooMuch, tooMuch, { status: 200, body: { hits: 1 } });
  expect(await server.search('/products/_search', {})).toEqual({ hits: 1 });
  expect(sent()).toBe(3);
});

test('an engine that stays busy is an error after six tries; what it refuses is not asked again', async () => {
  const busy = answering(tooMuch);
  await expect(busy.server.get('/products/_search')).rejects.toBeInstanceOf(EngineBusyError);
  expect(busy.sent()).toBe(6);
  const refusing = answering({
    status: 400,
    body: { error: { type: 'parsing_exception', reason: 'no' } },
  });
  await expect(refusing.server.search('/products/_search', {})).rejects.toBeInstanceOf(
    EngineRefusedError,
  );
  expect(refusing.sent()).toBe(1);
});
