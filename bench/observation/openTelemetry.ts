import { KnexInstrumentation } from '@opentelemetry/instrumentation-knex';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Kind } from './startClients';

/** What was recorded. */
export interface Recording {
  /** Spans that have reached the exporter, after those that are on their way. */
  count(): Promise<number>;
}

/**
 * Lets OpenTelemetry record the queries of all clients of Knex where it is loaded
 * after this, each as a span that goes in batches to an exporter, which drops it. No
 * context is kept, as a program with parents of its spans would: that costs more.
 */
function recordQueries(): Recording {
  let received = 0;
  const exporter: SpanExporter = {
    export(spans, done) {
      received += spans.length;
      done({ code: 0 });
    },
    shutdown: async () => {},
  };
  const provider = new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const instrumentation = new KnexInstrumentation();
  instrumentation.setTracerProvider(provider);
  instrumentation.enable();
  return {
    async count() {
      await provider.forceFlush();
      return received;
    },
  };
}

/** Absent in a process that is not to be recorded. */
export const recording: Recording | undefined = process.env.KINDS?.includes(
  'openTelemetry' satisfies Kind,
)
  ? recordQueries()
  : undefined;
