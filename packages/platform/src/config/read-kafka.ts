import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { KafkaSecurity } from '@emporium/bus/kafka/kafka-security';
import type { Environment } from './environment-schema.js';

/** Where the cluster is and how to come in. */
export interface KafkaAddress extends KafkaSecurity {
  /** `host:port` each. */
  brokers: string[];
}

/**
 * The cluster that BUS_URL names; undefined when the bus is another one. Adds a line to `problems`,
 * without any value, for what is wrong.
 */
export function readKafka(env: Environment, problems: string[]): KafkaAddress | undefined {
  const found = /^kafka(\+ssl)?:\/\/(.*)$/s.exec(env.BUS_URL);
  if (!found) return undefined;
  const brokers = found[2]!.split(',').map((broker) => broker.trim());
  if (found[2]!.includes('@'))
    problems.push('BUS_URL: user and password belong into KAFKA_USERNAME and KAFKA_PASSWORD');
  else if (
    !brokers.every((broker) => /^[^\s/:?#]+:\d{1,5}$|^\[[\da-f:.]+\]:\d{1,5}$/i.test(broker))
  )
    problems.push(
      'BUS_URL: must look like kafka://host:9092,host:9092 or kafka+ssl://host:9093,host:9093',
    );
  const tls = found[1] === undefined ? undefined : readTls(env, problems);
  const sasl = readSasl(env, problems);
  if (!tls && (env.KAFKA_SSL_CA ?? env.KAFKA_SSL_CERT ?? env.KAFKA_SSL_KEY) !== undefined)
    problems.push(
      'KAFKA_SSL_CA / KAFKA_SSL_CERT / KAFKA_SSL_KEY: are for BUS_URL=kafka+ssl://…, this one is without TLS',
    );
  if (!tls && sasl?.mechanism === 'plain' && !brokers.every(isOnThisMachine))
    problems.push(
      'KAFKA_SASL_MECHANISM: plain would send the password unencrypted; take kafka+ssl:// or a scram mechanism',
    );
  return { brokers, ...(tls ? { tls } : {}), ...(sasl ? { sasl } : {}) };
}

function readSasl(env: Environment, problems: string[]): KafkaSecurity['sasl'] {
  const {
    KAFKA_USERNAME: username,
    KAFKA_PASSWORD: password,
    KAFKA_SASL_MECHANISM: mechanism,
  } = env;
  if (!username !== !password) problems.push('KAFKA_USERNAME / KAFKA_PASSWORD: set both or none');
  return username && password ? { mechanism, username, password } : undefined;
}

function readTls(env: Environment, problems: string[]): NonNullable<KafkaSecurity['tls']> {
  const pem = (text: string | undefined) => text?.replaceAll('\\n', '\n');
  const [ca, cert, key] = [pem(env.KAFKA_SSL_CA), pem(env.KAFKA_SSL_CERT), pem(env.KAFKA_SSL_KEY)];
  if (!cert !== !key) problems.push('KAFKA_SSL_CERT / KAFKA_SSL_KEY: set both or none');
  const tls = { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
  try {
    createSecureContext(tls);
    // Which alone would take no offence.
    if (ca) new X509Certificate(ca);
  } catch {
    problems.push(
      'KAFKA_SSL_CA / KAFKA_SSL_CERT / KAFKA_SSL_KEY: is not PEM, or the key is not that of the certificate',
    );
  }
  return tls;
}

function isOnThisMachine(broker: string): boolean {
  const host = broker.replace(/:\d+$/, '');
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}
