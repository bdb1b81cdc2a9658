import { z } from 'zod';

const LEAST = 0.1;
const MOST = 87_600;
const hours = () => z.coerce.number().min(LEAST).max(MOST);
const isHours = (value: number) => value >= LEAST && value <= MOST;
const ROLE = /^([A-Z][A-Z0-9_]*)=([\d.]+)\/([\d.]+)$/;

/** How long sessions of one role live. */
export interface RoleHours {
  role: string;
  idle: number;
  max: number;
}

/** Settings of sessions. */
export const sessionConfig = {
  SESSION_IDLE_HOURS: hours()
    .default(168)
    .describe('Hours without use after which a session ends.'),
  SESSION_MAX_HOURS: hours()
    .default(2_160)
    .describe('Hours after log-in at which a session ends however much it is used.'),
  SESSION_ROLE_HOURS: z
    .string()
    .default('')
    .transform((text, context): RoleHours[] =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
        .flatMap((part) => {
          const [, role, idle, max] = ROLE.exec(part) ?? [];
          const read = { idle: Number(idle), max: Number(max) };
          if (role && isHours(read.idle) && isHours(read.max)) return [{ role, ...read }];
          context.addIssue({
            code: 'custom',
            message: 'must be ROLE=IDLE/MAX in hours, comma-separated, e.g. ADMIN=1/12',
          });
          return [];
        }),
    )
    .describe(
      'Other hours for roles, as ROLE=IDLE/MAX, comma-separated, e.g. ADMIN=1/12,SUPERVISOR=12/168.',
    ),
};
