/** One line of Prometheus' text. */
export interface Line {
  name: string;
  labels: Record<string, string>;
  value: number;
  /** Name and labels as they stand there. */
  key: string;
}

/** The lines of a text whose labels have no quotes in them, in their order. */
export function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [, key, name, labels = '', value] =
        /^((\w+)(?:\{(.*)\})?) (\S+)$/.exec(line)!;
      return {
        name,
        key,
        labels: Object.fromEntries(
          [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text_]) => [
            label,
            text_,
          ]),
        ),
        value: Number(value.replace('+Inf', 'Infinity')),
      };
    });
}

/** The value of the one series with this name and these labels, among others. */
export function valueIn(
  text: string,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = linesOf(text).filter(
    line =>
      line.name === name &&
      Object.entries(labels).every(
        ([label, value]) => (line.labels[label] ?? '') === value,
      ),
  );
  if (found.length > 1) {
    throw new Error(`Several: ${found.map(({ key }) => key).join(', ')}`);
  }
  return found[0]?.value;
}
