import { z } from 'zod';

/** Log-in and certificates of BUS_URL=kafka://… and kafka+ssl://…. */
export const kafkaFields = {
  KAFKA_USERNAME: z
    .string()
    .min(1)
    .optional()
    .describe('User of the Kafka cluster (SASL); needs KAFKA_PASSWORD.'),
  KAFKA_PASSWORD: z.string().min(1).optional().describe('Its password.'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .default('scram-sha-512')
    .describe(
      'How it logs in. plain sends the password itself and needs kafka+ssl://, except to this machine.',
    ),
  KAFKA_SSL_CA: z
    .string()
    .optional()
    .describe(
      "PEM of the authorities that sign the cluster's certificates (kafka+ssl://); default: those of the system.",
    ),
  KAFKA_SSL_CERT: z
    .string()
    .optional()
    .describe('PEM of a client certificate (mutual TLS); needs KAFKA_SSL_KEY.'),
  KAFKA_SSL_KEY: z.string().optional().describe('PEM of its key.'),
} satisfies z.ZodRawShape;
