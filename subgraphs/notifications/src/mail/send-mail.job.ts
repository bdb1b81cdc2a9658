import type { Job } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../context.js';
import { sendDueMail } from './send-due-mail.js';

/** Sends the mails that are due. */
export const sendMail: Job<NotificationServices> = {
  name: 'send-mail',
  everyMs: 2_000,
  run: sendDueMail,
};
