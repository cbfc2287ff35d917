import { ToggleRow } from '../tables/ToggleRow';
import { useUrlValue } from '../frame/useUrlList';
import type { Range } from './ranges';

/** The range that the URL names under `name`, or the default one. */
export function useRange<R extends Range>(
  name: string,
  ranges: readonly R[],
  byDefault: R,
): R {
  const [id] = useUrlValue(name);
  return ranges.find(each => each.id === id) ?? byDefault;
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
