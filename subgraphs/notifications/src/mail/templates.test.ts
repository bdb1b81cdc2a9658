import { expect, test } from 'vitest';
import { TEMPLATES } from './templates.js';

test('a mail says nothing that a user wrote: not the name, not what stands in the order', () => {
  const smuggled = {
    number: 'N-1',
    total: '€1.00',
    name: 'Win at https://evil.example',
    displayName: '<b>Hello</b>',
  };
  for (const template of Object.values(TEMPLATES)) {
    const { subject, text } = template(smuggled);
    expect(`${subject}\n${text}`).not.toMatch(/evil|https?:|<|www\./);
    expect(template({ number: 'N-1', total: '€1.00' })).toEqual({ subject, text });
  }
});
