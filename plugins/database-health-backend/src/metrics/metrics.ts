import { instruments } from './instruments';
import { type ObservableMetrics, publish } from './metricsService';
import { type ContentType, contentTypes, toText } from './prometheus';
import { watchedNow, type WatchedSource } from './watched';

/** The metrics of this process, from memory: to read them asks no database. */
export class Metrics {
  readonly contentTypes = contentTypes;
  readonly #source: WatchedSource;

  constructor(source: WatchedSource) {
    this.#source = source;
  }

  /** Those of now, as Prometheus reads them. */
  text(contentType: ContentType): Promise<string> {
    return toText(instruments, watchedNow(this.#source), contentType);
  }

  /** Lets Backstage's own exporters read them, too. Returns what ends it. */
  publish(service: ObservableMetrics): () => void {
    return publish(instruments, service, () => watchedNow(this.#source));
  }
}
