import { ToggleRow } from '../tables/ToggleRow';
import { useUrlValue } from '../frame/useUrlList';

/** A time that a chart can show, up to now. */
export interface Range {
  /** As it stands in the URL. */
  id: string;
  words: string;
  days: number;
}

/** The range that the URL names under `name`, or the default one. */
export function useRange<R extends Range>(
  name: string,
  ranges: readonly R[],
  byDefault: string,
): R {
  const [id] = useUrlValue(name);
  const find = (wanted?: string) => ranges.find(each => each.id === wanted);
  return find(id) ?? find(byDefault)!;
}

/** Chooses how far back one looks; the choice lives in the URL. */
export function RangeToggle(props: {
  name: string;
  label: string;
  ranges: readonly Range[];
  selected: Range;
}) {
  const { name, label, ranges, selected } = props;
  const [, setId] = useUrlValue(name);
  return (
    <ToggleRow
      label={label}
      options={ranges}
      selected={selected.id}
      onChange={setId}
    />
  );
}
