import { type Finding, parseSubgraphs, type Rule } from './lint-input.js';

/** Findings of one rule on SDL written for a test; keys are subgraph names. */
export function findingsIn(rule: Rule, sdl: Record<string, string>): Finding[] {
  return rule.check(
    parseSubgraphs(
      Object.entries(sdl).map(([name, text]) => ({
        name,
        routingUrl: 'http://localhost:4001/graphql',
        sdl: text,
      })),
    ),
  );
}

/** Only the places. */
export function placesIn(rule: Rule, sdl: Record<string, string>): string[] {
  return findingsIn(rule, sdl).map((finding) => finding.where);
}
