import {
  type Metric,
  type OpenMetricsContentType,
  type PrometheusContentType,
  Registry,
} from '@prometheus-io/client';
import type { Distribution, Instrument, Series, Unit } from './types';
import type { Watched } from './watched';

/** The one that is told where nobody asks for another, first. */
export const contentTypes = [
  Registry.PROMETHEUS_CONTENT_TYPE,
  Registry.OPENMETRICS_CONTENT_TYPE,
] as const;

export type ContentType = (typeof contentTypes)[number];

interface Line {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly sharedLabels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The metrics of one moment as Prometheus reads them. */
export function toText(
  instruments: readonly Instrument[],
  watched: Watched,
  contentType: ContentType,
): Promise<string> {
  const registry = new Registry<PrometheusContentType | OpenMetricsContentType>(
    contentType,
  );
  for (const instrument of instruments) {
    const { help, kind } = instrument;
    const name = familyOf(instrument, contentType);
    const metric = {
      name,
      help,
      type: kind,
      get: async () => ({
        name,
        help,
        type: kind,
        values: linesOf(instrument, name, watched),
      }),
    };
    // All that a registry uses of a metric: it makes such ones itself when it adds
    // those of several processes up.
    registry.registerMetric(metric as unknown as Metric);
  }
  return registry.metrics();
}

/** The name of an instrument in Prometheus, with its unit. */
export function prometheusName({
  name,
  unit,
  kind,
}: Pick<Instrument, 'name' | 'unit' | 'kind'>): string {
  return `${toWord(name)}${unitSuffixOf(unit)}${
    kind === 'counter' ? '_total' : ''
  }`;
}

/** OpenMetrics calls a counter without the ending that its series have. */
function familyOf(instrument: Instrument, contentType: ContentType): string {
  const name = prometheusName(instrument);
  return contentType === Registry.OPENMETRICS_CONTENT_TYPE
    ? name.replace(/_total$/, '')
    : name;
}

function unitSuffixOf(unit: Unit): string {
  switch (unit) {
    case 's':
      return '_seconds';
    case 'By':
      return '_bytes';
    default:
      return '';
  }
}

function toWord(name: string): string {
  return name.replaceAll('.', '_');
}

function linesOf(
  instrument: Instrument,
  name: string,
  watched: Watched,
): readonly Line[] {
  return instrument.kind === 'histogram'
    ? instrument
        .read(watched)
        .flatMap(each => toBuckets(name, instrument.boundsSeconds, each))
    : instrument.read(watched).map(({ labels, value }) => ({
        metricName: name,
        labels: toWords(labels),
        value,
      }));
}

function toBuckets(
  name: string,
  boundsSeconds: readonly number[],
  { labels, value: { counts, count, sumSeconds } }: Series<Distribution>,
): Line[] {
  const sharedLabels = toWords(labels);
  const line = (
    ending: string,
    value: number,
    own: Line['labels'] = {},
  ): Line => ({
    metricName: `${name}_${ending}`,
    labels: own,
    sharedLabels,
    value,
  });
  return [
    ...boundsSeconds.map((le, i) => line('bucket', counts[i], { le })),
    line('bucket', count, { le: '+Inf' }),
    line('sum', sumSeconds),
    line('count', count),
  ];
}

function toWords(
  labels: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [toWord(name), value]),
  );
}
