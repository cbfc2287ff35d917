import { indexColumns, knownColumns } from './columns';
import { RelationTable } from './RelationTable';
import type { IndexRow } from './rows';

/** Indexes, the largest first. */
export function IndexList(props: {
  label: string;
  rows: readonly IndexRow[];
  withPlugin?: boolean;
}) {
  const { label, rows, withPlugin = false } = props;
  return (
    <RelationTable
      label={label}
      noun="index"
      columns={knownColumns(indexColumns(withPlugin), rows)}
      rows={rows}
      sortName="isort"
    />
  );
}
