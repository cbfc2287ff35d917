import type { Ledger } from 'backstage-plugin-database-health-common';
import { FilterChips } from '../tables/FilterChips';
import { SearchBar } from '../tables/SearchBar';
import { useUrlList } from '../frame/useUrlList';
import { ledgerStateNames } from '../words/names';

type State = Ledger['state'];

const statesSickFirst = (Object.keys(ledgerStateNames) as State[]).sort(
  (a, b) => Number(a === 'up-to-date') - Number(b === 'up-to-date'),
);

/** The query parameter that holds the states that the reader wants to see. */
export const stateParameter = 'state';

/** Search and filter of ledgers; they live in the URL. */
export function LedgerFilters(props: { ledgers: readonly Ledger[] }) {
  const { ledgers } = props;
  const [states, setStates] = useUrlList(stateParameter);
  const having = (state: State) =>
    ledgers.filter(ledger => ledger.state === state).length;
  return (
    <SearchBar
      label="Search for a plugin, ledger, package or migration"
      placeholder="Plugin, table or file"
    >
      <FilterChips
        label="State"
        selected={states}
        onChange={setStates}
        options={statesSickFirst
          .filter(state => having(state) > 0 || states.includes(state))
          .map(state => ({
            value: state,
            text: ledgerStateNames[state],
            count: having(state),
          }))}
      />
    </SearchBar>
  );
}
