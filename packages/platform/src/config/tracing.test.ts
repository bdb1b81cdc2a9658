import { expect, test } from 'vitest';
import { ConfigurationError } from './configuration-error.js';
import { loadConfig } from './load-config.js';

const load = (env: Record<string, string>) =>
  loadConfig({ NODE_ENV: 'test', DATA_DIR: '/nowhere', ...env });
const ENDPOINT = 'http://collector:4318';

test('without an endpoint nothing is traced, whatever else is set', () => {
  expect(
    load({
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_SERVICE_NAME: 'x',
    }).tracing,
  ).toBeUndefined();
});

test('the standard variables say where traces go, how many, and what is said of the process', () => {
  expect(
    load({
      OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT,
      OTEL_TRACES_SAMPLER: '',
      OTEL_TRACES_SAMPLER_ARG: '',
    }).tracing,
  ).toEqual({
    endpoint: ENDPOINT,
    sampler: 'parentbased_always_on',
    ratio: 1,
    resource: { 'service.namespace': 'emporium', 'deployment.environment.name': 'test' },
  });
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
    OTEL_SERVICE_NAME: 'left',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=right, k8s.pod.name = a%2Cb ,',
  };
  expect(load(env).tracing).toMatchObject({
    sampler: 'parentbased_traceidratio',
    ratio: 0.1,
    resource: { 'service.name': 'left', 'k8s.pod.name': 'a,b' },
  });
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_TRACES_SAMPLER', 'sometimes'],
  ['OTEL_TRACES_SAMPLER_ARG', '10'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'just words'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=%'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => load({ [name]: value })).toThrow(ConfigurationError);
  expect(() => load({ [name]: value })).toThrow(name);
});
