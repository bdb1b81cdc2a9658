import { z } from 'zod';

// What this repository's compose file may say, and nothing else: a misspelt key would only be
// noticed by a Docker engine, if at all.
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const duration = z.string().regex(/^\d+(ms|s|m)$/, 'must be a duration such as 5s');
const port = z
  .string()
  .regex(
    /^(127\.0\.0\.1:\d+:)?\d+$/,
    'must be 127.0.0.1:PORT:PORT, so that nothing is open to the network',
  );

/** A volume of ours. Of the machine only the logs of its containers are read. */
export const MACHINE_LOGS = '/var/lib/docker/containers:/var/lib/docker/containers:ro';
const VOLUME = new RegExp(`^([a-z0-9]+:/[\\w/-]+|${MACHINE_LOGS})$`);

const healthcheck = z.strictObject({
  test: z.array(scalar).min(2),
  interval: duration,
  timeout: duration,
  retries: z.number().int().positive(),
  start_period: duration.optional(),
});

const service = z
  .strictObject({
    profiles: z.array(z.string()).min(1),
    image: z
      .string()
      .regex(/:([\w.-]+|\$\{EMPORIUM_VERSION:-dev\})$/, 'must name its version')
      .optional(),
    build: z
      .strictObject({
        context: z.literal('.'),
        dockerfile: z.literal('deploy/Dockerfile'),
        args: z.strictObject({ SERVICE: z.string() }),
      })
      .optional(),
    read_only: z.boolean().optional(),
    tmpfs: z.array(z.literal('/tmp')).optional(),
    cap_drop: z.array(z.literal('ALL')).optional(),
    security_opt: z.array(z.literal('no-new-privileges:true')).optional(),
    entrypoint: z.array(scalar).optional(),
    command: z.array(scalar).optional(),
    environment: z.record(z.string(), scalar).optional(),
    ports: z.array(port).optional(),
    expose: z.array(port).optional(),
    volumes: z.array(z.string().regex(VOLUME, 'must be volume:/path')).optional(),
    configs: z
      .array(z.strictObject({ source: z.string(), target: z.string().startsWith('/') }))
      .optional(),
    user: z.string().optional(),
    restart: z.enum(['unless-stopped', 'no']).optional(),
    init: z.boolean().optional(),
    stop_grace_period: duration.optional(),
    healthcheck: healthcheck.optional(),
    depends_on: z
      .record(
        z.string(),
        z.strictObject({ condition: z.enum(['service_healthy', 'service_started']) }),
      )
      .optional(),
    develop: z
      .strictObject({
        watch: z.array(z.strictObject({ action: z.literal('rebuild'), path: z.string() })).min(1),
      })
      .optional(),
  })
  .refine(({ image }) => image !== undefined, 'needs the name of its image')
  .refine(
    ({ build, read_only }) => build === undefined || read_only === true,
    'must have a read-only root: extend *locked',
  );

export const composeSchema = z
  .object({
    name: z.string(),
    services: z.record(z.string(), service),
    configs: z.record(z.string(), z.strictObject({ file: z.string() })).default({}),
    volumes: z.record(z.string(), z.strictObject({})),
  })
  .catchall(z.unknown())
  .refine(
    (file) =>
      Object.keys(file).every(
        (key) => ['name', 'services', 'configs', 'volumes'].includes(key) || key.startsWith('x-'),
      ),
    'has an unknown section',
  );

export type ComposeFile = z.infer<typeof composeSchema>;
