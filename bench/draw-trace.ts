import type { ReceivedSpan } from '@emporium/testing/otlp-receiver';

const WIDTH = 1_200;
const NAMES = 430;
const LINE = 18;
const TOP = 56;
/**
 * Fixed, so that a part of the shop has the same colour in every picture; the first is the
 * gateway's.
 */
const COLOURS = [
  '#4c6ef5',
  '#f08c00',
  '#2f9e44',
  '#ae3ec9',
  '#1098ad',
  '#e03131',
  '#5c940d',
  '#d6336c',
  '#495057',
];
const PARTS = [
  'gateway',
  'users',
  'catalog',
  'media',
  'search',
  'cart',
  'orders',
  'payments',
  'notifications',
];

/** A span with its place in the tree. */
export interface PlacedSpan extends ReceivedSpan {
  depth: number;
  /** Subgraph or gateway that did it. */
  part: string;
}

/** The spans as a tree, depth first, in the order of their beginnings. */
export function placeSpans(spans: readonly ReceivedSpan[]): PlacedSpan[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const below = (parent: string, depth: number, part: string): PlacedSpan[] =>
    spans
      .filter(({ parentSpanId }) =>
        depth === 0 ? !known.has(parentSpanId) : parentSpanId === parent,
      )
      .sort((a, b) => a.startedAt - b.startedAt)
      .flatMap((span) => {
        const own = partOf(span) ?? part;
        return [{ ...span, depth, part: own }, ...below(span.spanId, depth + 1, own)];
      });
  return below('', 0, 'gateway');
}

const partOf = ({ attributes, name }: ReceivedSpan): string | undefined =>
  name === 'send mail' ? 'notifications' : (attributes['emporium.subgraph'] as string | undefined);

/** The trace as a picture: a line per piece of work, statements left out but counted. */
export function drawTrace(spans: readonly ReceivedSpan[], title: string): string {
  const all = placeSpans(spans);
  const isStatement = (span: ReceivedSpan) => 'db.query.text' in span.attributes;
  const lines = all.filter((span) => !isStatement(span));
  const from = Math.min(...all.map(({ startedAt }) => startedAt));
  const to = Math.max(...all.map(({ endedAt }) => endedAt));
  const x = (at: number) => NAMES + ((at - from) / (to - from)) * (WIDTH - NAMES - 90);
  const height = TOP + lines.length * LINE + 12;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escape(title)}</title><rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="10" y="18" font-size="14" font-weight="bold">${escape(title)}</text>`,
    ...legend(new Set(lines.map(({ part }) => part))),
    ...lines.flatMap((span, i) => {
      const y = TOP + i * LINE;
      const statements = all.filter(
        (other) => isStatement(other) && other.parentSpanId === span.spanId,
      ).length;
      const name = [
        nameOf(span),
        ...(statements > 0 ? [`(${statements} statement${statements === 1 ? '' : 's'})`] : []),
      ].join(' ');
      const width = Math.max(1.5, x(span.endedAt) - x(span.startedAt));
      return [
        `<rect x="0" y="${y}" width="${WIDTH}" height="${LINE}" fill="${i % 2 ? '#f8f9fa' : '#fff'}"/>`,
        `<text x="${10 + span.depth * 12}" y="${y + 13}">${escape(name)}</text>`,
        `<rect x="${x(span.startedAt).toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="${LINE - 8}" rx="2" fill="${colourOf(span.part)}"/>`,
        `<text x="${(x(span.startedAt) + width + 4).toFixed(1)}" y="${y + 13}" fill="#868e96">${(span.endedAt - span.startedAt).toFixed(1)} ms</text>`,
      ];
    }),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function nameOf({ name, attributes }: ReceivedSpan): string {
  const more =
    (name === 'mutation' || name === 'query' ? attributes['graphql.operation.name'] : undefined) ??
    attributes['messaging.consumer.group.name'] ??
    undefined;
  const type = attributes['cloudevents.event_type'];
  return [name, ...(type ? [type] : []), ...(more ? [`· ${String(more)}`] : [])].join(' ');
}

function legend(parts: ReadonlySet<string>): string[] {
  return PARTS.filter((part) => parts.has(part)).map((part, i) => {
    const left = 10 + i * 100;
    return `<rect x="${left}" y="30" width="10" height="10" rx="2" fill="${colourOf(part)}"/><text x="${left + 14}" y="39">${part}</text>`;
  });
}

const colourOf = (part: string): string => COLOURS[PARTS.indexOf(part)] ?? COLOURS.at(-1)!;
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
