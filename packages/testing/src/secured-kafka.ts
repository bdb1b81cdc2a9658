import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, test } from 'vitest';

const run = promisify(execFile);

/** A broker of its own that lets nobody in without TLS and a password. */
export interface SecuredKafka {
  /** `localhost:port`, for TLS and SASL (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512). */
  broker: string;
  /** PEM of the authority that signed its certificate. */
  ca: string;
  username: string;
  password: string;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/**
 * Declares tests on a secured Kafka; where the engines tool has left no Kafka on this machine the
 * suite counts as one skipped test.
 */
export function describeWithSecuredKafka(
  name: string,
  fn: (start: () => Promise<SecuredKafka>) => void,
): void {
  const { env } = process;
  const home =
    env['ENGINES_HOME'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'engines');
  const [software] = globSync(join(home, 'software/kafka-*.*.*'));
  if (software) describe(name, () => fn(() => startSecuredKafka(software)));
  else
    test(`${name} (whole suite)`, (context) =>
      context.skip('the engines tool has fetched no Kafka'));
}

async function startSecuredKafka(software: string): Promise<SecuredKafka> {
  const folder = mkdtempSync(join(tmpdir(), 'emporium-kafka-'));
  const [username, password] = ['shop', randomBytes(12).toString('hex')];
  const [port, inner, controller] = [await freePort(), await freePort(), await freePort()];
  const [key, cert, both] = ['key.pem', 'cert.pem', 'both.pem'].map((file) =>
    join(folder, file),
  ) as [string, string, string];
  await run('openssl', [
    ...[
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=test',
    ],
    ...['-keyout', key, '-out', cert, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  ]);
  writeFileSync(both, readFileSync(key, 'utf8') + readFileSync(cert, 'utf8'));
  const settings = join(folder, 'kafka.properties');
  const login = 'org.apache.kafka.common.security';
  writeFileSync(
    settings,
    `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=SECURED://127.0.0.1:${port},INNER://127.0.0.1:${inner},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=SECURED://localhost:${port},INNER://127.0.0.1:${inner}
controller.listener.names=CONTROLLER
inter.broker.listener.name=INNER
listener.security.protocol.map=SECURED:SASL_SSL,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT
ssl.keystore.type=PEM
ssl.keystore.location=${both}
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.secured.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_${username}="${password}";
listener.name.secured.scram-sha-256.sasl.jaas.config=${login}.scram.ScramLoginModule required;
listener.name.secured.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;
log.dirs=${join(folder, 'logs')}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
`,
  );
  const java = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xmx256m',
    '-cp',
    join(software, '*'),
  ];
  const credentials = ['256', '512'].flatMap((bits) => [
    '--add-scram',
    `SCRAM-SHA-${bits}=[name=${username},password=${password}]`,
  ]);
  // A cluster id is 16 bytes in base64url, and must not look like an option.
  const id = Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('base64url');
  await run('java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    '-c',
    settings,
    '-t',
    id,
    ...credentials,
  ]);
  const broker = spawn(
    'java',
    [...java, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', 'kafka.Kafka', settings],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => broker.once('close', () => resolve()));
  return {
    broker: `localhost:${port}`,
    ca: readFileSync(cert, 'utf8'),
    username,
    password,
    pause: () => void broker.kill('SIGSTOP'),
    resume: () => void broker.kill('SIGCONT'),
    close: async () => {
      broker.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
