import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { Distribution, Instrument, Series } from './types';
import type { Watched } from './watched';

/** What is used of the metrics service of Backstage. */
export type ObservableMetrics = Pick<
  MetricsService,
  'createObservableCounter' | 'createObservableGauge'
>;

const unread = { addCallback() {}, removeCallback() {} };

/**
 * The metrics service of Backstage by its id, and one that tells nobody where a
 * backend has none: a plugin that needs what is not there does not start.
 */
export const metricsServiceRef = createServiceRef<ObservableMetrics>({
  id: 'alpha.core.metrics',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({
        createObservableCounter: () => unread,
        createObservableGauge: () => unread,
      }),
    }),
});

/**
 * Tells the metrics service of all instruments; it reads them when it exports.
 * Histograms are three counters each, since it takes none that are read, and to record
 * each query could be felt. Returns what ends it.
 */
export function publish(
  instruments: readonly Instrument[],
  service: ObservableMetrics,
  watchedNow: () => Watched,
): () => void {
  if (!service.createObservableCounter || !service.createObservableGauge) {
    // It is no settled part of Backstage yet, and nothing to fail of.
    return () => {};
  }
  const watched = oncePerTick(watchedNow);
  const ends = instruments.flatMap(toScalars).map(instrument => {
    const { name, unit, help: description, kind } = instrument;
    const observable =
      kind === 'counter'
        ? service.createObservableCounter(name, { description, unit })
        : service.createObservableGauge(name, { description, unit });
    const callback: Parameters<typeof observable.addCallback>[0] = result => {
      for (const { labels, value } of instrument.read(watched())) {
        result.observe(value, labels);
      }
    };
    observable.addCallback(callback);
    return () => observable.removeCallback(callback);
  });
  return () => ends.forEach(end => end());
}

type Told = Pick<Instrument, 'name' | 'unit' | 'help' | 'kind'> & {
  read(watched: Watched): readonly Series<number>[];
};

function toScalars(instrument: Instrument): Told[] {
  if (instrument.kind !== 'histogram') {
    return [instrument];
  }
  const { name, help, unit, boundsSeconds, read } = instrument;
  const counter = (
    ending: string,
    unitOf: Told['unit'],
    seriesOf: (value: Distribution) => readonly Series<number>[],
  ): Told => ({
    name: `${name}.${ending}`,
    help,
    unit: unitOf,
    kind: 'counter',
    read: watched =>
      read(watched).flatMap(({ labels, value }) =>
        seriesOf(value).map(each => ({
          labels: { ...labels, ...each.labels },
          value: each.value,
        })),
      ),
  });
  return [
    counter('bucket', '1', ({ counts, count }) => [
      ...boundsSeconds.map((bound, i) => ({
        labels: { le: String(bound) },
        value: counts[i],
      })),
      { labels: { le: '+Inf' }, value: count },
    ]),
    counter('sum', unit, ({ sumSeconds }) => [
      { labels: {}, value: sumSeconds },
    ]),
    counter('count', '1', ({ count }) => [{ labels: {}, value: count }]),
  ];
}

/** All instruments are read one after the other: they share what they are read from. */
function oncePerTick<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    if (!known) {
      known = { value: read() };
      setImmediate(() => {
        known = undefined;
      });
    }
    return known.value;
  };
}
