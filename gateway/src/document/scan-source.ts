import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { GatewayLimits } from '../gateway-config.js';
import { RequestError, tooComplex } from '../request/request-error.js';

const MAX_NESTING = 100;

/**
 * Reads the tokens once, without recursion, before the parser runs: the parser recurses per brace
 * and would overflow the stack, and a long document would be parsed completely only to be refused.
 * Throws RequestError.
 */
export function scanSource(
  source: string,
  limits: Pick<GatewayLimits, 'documentBytes' | 'tokens'>,
): void {
  if (Buffer.byteLength(source) > limits.documentBytes) throw tooComplex('bytes');
  const lexer = new Lexer(new Source(source));
  let nesting = 0;
  let tokens = 0;
  try {
    for (let kind = lexer.advance().kind; kind !== TokenKind.EOF; kind = lexer.advance().kind) {
      if (++tokens > limits.tokens) throw tooComplex('tokens');
      if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L)
        nesting++;
      if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R)
        nesting--;
      if (nesting > MAX_NESTING) throw tooComplex('nesting');
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw syntaxError(error);
    throw error;
  }
}

/** A syntax error as a rejection; the message of graphql-js only quotes the client's own text. */
export function syntaxError(error: GraphQLError): RequestError {
  return new RequestError(400, 'GRAPHQL_PARSE_FAILED', error.message.slice(0, 300), {
    locations: error.locations ?? [],
    reason: 'syntax',
  });
}
