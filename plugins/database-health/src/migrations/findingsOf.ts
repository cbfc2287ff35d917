import {
  compareSeverity,
  Finding,
  Ledger,
  qualifiedName,
} from 'backstage-plugin-database-health-common';

/** The findings about a ledger, worst first. */
export function findingsOf(
  { databaseId, schema, table }: Ledger,
  findings: readonly Finding[],
): readonly Finding[] {
  const names = [table, qualifiedName({ schema, name: table })];
  return findings
    .filter(
      finding =>
        finding.databaseId === databaseId &&
        finding.object !== undefined &&
        names.includes(finding.object),
    )
    .sort((a, b) => compareSeverity(a.severity, b.severity));
}

/** The address of a ledger within the page's URL. */
export function ledgerAddress({ databaseId, schema, table }: Ledger): string {
  return [databaseId, schema, table].filter(Boolean).join(':');
}
