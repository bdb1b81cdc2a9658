import type { AttackReport } from './run-attack.js';

/** Lines of the report; the last ones are what was found, each with the request that shows it. */
export function describeReport({ cases, fuzz, bystander, findings }: AttackReport): string[] {
  const sent = Object.values(fuzz.sent).reduce((sum, count) => sum + count, 0);
  const codes = [...fuzz.codes]
    .toSorted(([, one], [, other]) => other - one)
    .map(([code, count]) => `${code} ${count}`);
  return [
    `${cases.length} known attacks, ${cases.filter(({ problems }) => problems.length > 0).length} came through`,
    `${sent} requests (${Object.entries(fuzz.sent)
      .map(([role, count]) => `${role} ${count}`)
      .join(', ')}); ${fuzz.answered.size} root fields answered; ${codes.join(', ')}`,
    `bystander: ${bystander.asked} queries, ${bystander.errors.length} errors, median ${bystander.median} ms, p99 ${bystander.p99} ms, longest ${bystander.longest} ms`,
    `${findings.length} finding(s)`,
    ...findings.flatMap(({ what, role, count, request }, index) => [
      `${index + 1}. ${role} ${count > 1 ? `(${count} times) ` : ''}${what}`,
      ...(request ? [`   ${request}`] : []),
    ]),
  ];
}
