import { Legend } from '../charts/Legend';
import { useUrlList } from '../frame/useUrlList';
import type { ColouredLayer } from './layers';

/** Which colour is which plugin, and what must be known to read them right. */
export function GrowthNotes(props: {
  layers: readonly ColouredLayer[];
  unmeasured: readonly string[];
  late: readonly string[];
}) {
  const { layers, unmeasured, late } = props;
  const [without, setWithout] = useUrlList('without');
  return (
    <>
      <Legend
        label="Plugins in the chart, the lowest layer first"
        entries={layers}
        onToggle={id =>
          setWithout(
            without.includes(id)
              ? without.filter(each => each !== id)
              : [...without, id],
          )
        }
      />
      {unmeasured.length > 0 && (
        <div>
          Gaps: times at which {listInWords(unmeasured)}{' '}
          {unmeasured.length === 1 ? 'was' : 'were'} not measured, so that the
          sum is not known.
        </div>
      )}
      {late.length > 0 && (
        <div>Counted from the first sample on: {listInWords(late)}.</div>
      )}
    </>
  );
}

const namesShown = 6;

function listInWords(names: readonly string[]): string {
  const rest = names.length - namesShown;
  return rest > 1
    ? `${names.slice(0, namesShown).join(', ')} and ${rest} more`
    : names.join(', ');
}
