import { expect, test } from 'vitest';
import { describeStatement, statementShape } from './describe-statement.js';

test('a statement in a trace holds no value, however it is written', () => {
  const secret = `select * from "user" u where u.email = 'jo@example.com' and name = E'O\\'Brien' and n in (1, 2.5, -3) and t = $a$it's$a$`;
  expect(statementShape(secret)).toBe(
    'select * from "user" u where u.email = ? and name = ? and n in (…) and t = ?',
  );
  expect(statementShape(`insert into a1 (x) values ('it''s', $1), ($2, 7)`)).toBe(
    'insert into a1 (x) values (…), (…)',
  );
  // Cut inside a literal: what is left of it is not told either.
  expect(statementShape(`select '${'x'.repeat(20_000)}'`)).not.toContain('x');
});

test('parameters and names keep their numbers', () => {
  const sql = 'update orders."order2"\n set status = $1 where id = $12 and mod(v, 4) = 0';
  expect(describeStatement('orders', sql)).toEqual({
    name: 'UPDATE orders.order2',
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': 'orders',
      'db.operation.name': 'UPDATE',
      'db.collection.name': 'orders.order2',
      'db.query.text': 'update orders."order2" set status = $1 where id = $12 and mod(v, ?) = ?',
    },
  });
});
