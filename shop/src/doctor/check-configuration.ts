import type { Config } from '@emporium/platform/config/config';
import { ConfigurationError } from '@emporium/platform/config/configuration-error';
import { loadConfig } from '@emporium/platform/config/load-config';
import { fail, ok, warn, type Finding } from '@emporium/platform/inspection';
import { subgraphSettings } from '../subgraph-settings.js';
import { subgraphs } from '../subgraphs.js';

const ROTATE = 'when the change is over, leave the old value out (docs/runbooks/rotate-secrets.md)';

/**
 * Reads the environment as the shop would. Without a configuration there is nothing else to look
 * at.
 */
export function readConfiguration(): { config?: Config; findings: Finding[] } {
  try {
    const config = loadConfig(undefined, subgraphs, { LOG_LEVEL: 'warn' });
    return {
      config,
      findings: [
        ok(`${config.nodeEnv}: every variable can be used, secrets are long and random enough`),
      ],
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const remedy =
      'see docs/configuration.md; the rest is looked at when the configuration can be used';
    return { findings: error.problems.map((problem) => fail(problem, remedy)) };
  }
}

/** What can be used, and is hardly meant. */
export function checkSettings(config: Config): Finding[] {
  const webhookSecrets = subgraphSettings(config)['PAYMENT_WEBHOOK_SECRET'] as string[];
  const accepted = {
    INTERNAL_SECRET: config.internalSecrets,
    PAYMENT_WEBHOOK_SECRET: webhookSecrets,
    EVENT_SECRET: config.eventSecrets,
    JWT_PUBLIC_KEY: config.jwtPublicKeys,
  };
  const findings = Object.entries(accepted).flatMap(([name, values]) =>
    values.length > 1 ? [warn(`${name}: ${values.length} values are accepted`, ROTATE)] : [],
  );
  if (config.internalSecrets.some((secret) => webhookSecrets.includes(secret)))
    findings.push(
      warn(
        'INTERNAL_SECRET and PAYMENT_WEBHOOK_SECRET are the same',
        'give each its own: the payment provider knows the second',
      ),
    );
  if (config.nodeEnv === 'production') findings.push(...productionFindings(config));
  return findings.length > 0 ? findings : [ok('nothing unusual')];
}

function productionFindings(config: Config): Finding[] {
  const { publicUrl, cookieSecure, introspection, raw } = config;
  const { MAIL_FROM: mailFrom } = subgraphSettings(config);
  const findings: Finding[] = [];
  if (!raw['PUBLIC_URL'])
    findings.push(
      fail(
        'PUBLIC_URL is not set',
        'set it to the address that browsers use, e.g. https://shop.example.org',
      ),
    );
  else if (!publicUrl.startsWith('https:'))
    findings.push(
      warn(`PUBLIC_URL is ${publicUrl}`, 'put TLS in front of the gateway and write https://'),
    );
  if (!cookieSecure)
    findings.push(warn('COOKIE_SECURE is off', 'leave it out: cookies would travel without TLS'));
  if (String(mailFrom).includes('@emporium.test'))
    findings.push(
      warn(
        'MAIL_FROM is the default',
        'set it to an address of your own domain, or mail is refused',
      ),
    );
  if (introspection)
    findings.push(
      warn('INTROSPECTION is on', 'leave it out unless the schema is meant to be public'),
    );
  return findings;
}
