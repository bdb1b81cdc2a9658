import { booleanField } from '@emporium/platform/config/fields';

/** Settings that only users reads. */
export const usersConfig = {
  COOKIE_SECURE: booleanField('Cookies only over TLS; default true in production.').optional(),
};
