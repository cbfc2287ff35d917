import { Link } from '@backstage/core-components';
import type {
  Finding,
  Ledger,
  Status,
} from 'backstage-plugin-database-health-common';
import { memo } from 'react';
import { usePageLinks } from '../frame/PagePath';
import { Section } from '../frame/Section';
import { ToneSign } from '../signs/ToneSign';
import { LedgerList } from './LedgerList';
import type { FoundLedger } from './search';

interface LedgerGroupProps {
  databaseId: string;
  /** Absent where the picture does not have the database. */
  status?: Status;
  databaseName?: string;
  found: readonly FoundLedger[];
  /** Of the whole picture. */
  findings: readonly Finding[];
}

function Group(props: LedgerGroupProps) {
  const { databaseId, status, databaseName, found, findings } = props;
  const links = usePageLinks();
  return (
    <Section
      dense
      title={<Link to={links.database(databaseId)}>{databaseId}</Link>}
      aside={status && <ToneSign tone={status} />}
    >
      <LedgerList
        ledgers={found.map(({ ledger }) => ledger)}
        findings={findings}
        databaseName={databaseName}
        foundBy={foundByOf(found)}
      />
    </Section>
  );
}

/** The ledgers of one plugin that were searched for, below its name. */
export const LedgerGroup = memo(Group);

function foundByOf(found: readonly FoundLedger[]): Map<Ledger, string> {
  return new Map(
    found.flatMap(({ ledger, foundBy }) =>
      foundBy === undefined ? [] : [[ledger, foundBy] as const],
    ),
  );
}
