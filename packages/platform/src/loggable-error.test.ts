import { describe, expect, test } from 'vitest';
import { loggableError } from './loggable-error.js';

const secret = 'ada@example.com';

function failedStatement(): Error {
  const driver = Object.assign(
    new Error(`duplicate key value violates unique constraint, near '${secret}'`),
    {
      code: '23505',
      constraint: 'app_user_email',
      table: 'app_user',
      detail: `Key (email)=(${secret}) already exists.`,
    },
  );
  return new Error(`insert into app_user values ('${secret}') - ${driver.message}`, {
    cause: driver,
  });
}

describe('what the log keeps of an error', () => {
  test('a failed statement keeps its code and constraint, and none of its values', () => {
    const kept = loggableError(failedStatement());
    expect(kept).toMatchObject({ code: '23505', constraint: 'app_user_email', table: 'app_user' });
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  test('it keeps where in our code it happened', () => {
    expect((loggableError(failedStatement()) as { stack: string }).stack).toContain(
      'loggable-error.test.ts',
    );
  });

  test('other errors stay whole', () => {
    const error = new Error('no price');
    expect(loggableError(error)).toBe(error);
  });
});
