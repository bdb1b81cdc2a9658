import mustache from 'mustache';
import { LAYOUT } from './layout.js';

/** A mail before it is written down as HTML and as plain text. */
export interface MailView {
  language: string;
  shopName: string;
  subject: string;
  paragraphs: string[];
  parcels: { text: string; contents: string[]; track: string; url?: string }[];
  button?: { label: string; url: string };
  lines: { quantity: number; name: string; amount: string }[];
  sums: { label: string; amount: string }[];
  why: string;
  /** Only in what is not transactional. */
  unsubscribe?: { label: string; url: string };
}

/** The same mail twice: as HTML, with everything from outside escaped, and as plain text. */
export function renderMail(view: MailView): { subject: string; text: string; html: string } {
  const subject = oneLine(view.subject);
  return {
    subject,
    text: plainText(view),
    html: mustache.render(LAYOUT, { ...view, subject, hasLines: view.lines.length > 0 }),
  };
}

/** A header is one line, whatever stands in it. */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

function plainText({
  paragraphs,
  parcels,
  button,
  lines,
  sums,
  why,
  unsubscribe,
}: MailView): string {
  const blocks = [
    ...paragraphs,
    ...parcels.map(({ text, contents, track, url }) =>
      [text, ...contents, ...(url ? [`${track}: ${url}`] : [])].join('\n'),
    ),
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    lines.map(({ quantity, name, amount }) => `${quantity} × ${name}: ${amount}`).join('\n'),
    lines.length > 0 ? sums.map(({ label, amount }) => `${label}: ${amount}`).join('\n') : '',
  ];
  const end = unsubscribe ? `${why}\n${unsubscribe.label}: ${unsubscribe.url}` : why;
  return `${blocks.filter(Boolean).join('\n\n')}\n\n-- \n${end}\n`;
}
