import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { checkRule } from '@emporium/pricing/check-rule';
import type { RuleData } from './rule.entity.js';

/** What a rule calls otherwise than the input it came from. */
const INPUT_NAMES: Record<string, string> = { validFrom: 'startsAt', validTo: 'endsAt' };

/**
 * Refuses a rule of the right shape that the calculator of carts and orders could not apply as it
 * was meant. Throws a Rejection.
 */
export function refuseWrong(data: RuleData): void {
  if (data.kind === 'CUSTOMER_GROUP') return;
  const problems = checkRule(data);
  if (problems.length === 0) return;
  throw new Rejection(
    ...problems.map(({ path, message }) =>
      invalidInput(sentence(message), [
        'input',
        ...path.split('.').map((part) => INPUT_NAMES[part] ?? part),
      ]),
    ),
  );
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
