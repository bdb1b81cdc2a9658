import { otlpReceiver } from '@emporium/testing/otlp-receiver';
import { compareModes } from './compare-modes.js';

/**
 * `npm run bench -- tracing`: what a storefront's requests cost without tracing, with every tenth
 * trace kept (goal ≤ 1.05) and with all of them. The receiver is in this process and not counted.
 */
export async function benchTracing(): Promise<void> {
  const receiver = await otlpReceiver();
  const kept = (sampler: string, ratio: string) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  try {
    await compareModes({
      'without tracing': {},
      'one trace in ten': kept('parentbased_traceidratio', '0.1'),
      'every trace': kept('parentbased_always_on', '1'),
    });
    console.log(`\n${receiver.spans.length} spans were received`);
  } finally {
    await receiver.close();
  }
}
