import {
  compareSeverity,
  Finding,
  Ledger,
} from 'backstage-plugin-database-health-common';

/** The findings about a ledger, worst first. */
export function findingsOf(
  { databaseId, schema, table }: Ledger,
  findings: readonly Finding[],
): readonly Finding[] {
  const names = schema === undefined ? [table] : [table, `${schema}.${table}`];
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
export function ledgerKey({ databaseId, schema, table }: Ledger): string {
  return [databaseId, schema, table].filter(Boolean).join(':');
}
