import type {
  CheckResult,
  Finding,
  Ledger,
} from 'backstage-plugin-database-health-common';
import type { ShellLines } from 'backstage-plugin-database-health-node';
import { folderInPackage } from '../pure/sourceFolder';
import type { JudgedFinding, JudgedResult } from '../judging/types';

/** Who asks: folders of the machine are for those who may see details. */
interface Reader {
  readonly details: boolean;
}

type Source = NonNullable<Ledger['source']>;

export function resultFor(
  reader: Reader,
  { notReadYet: _, ...result }: JudgedResult,
): CheckResult {
  return {
    ...result,
    findings: result.findings.map(finding => findingFor(reader, finding)),
  };
}

export function findingFor(reader: Reader, finding: JudgedFinding): Finding {
  const { openAfterMs: _, ...told } = finding;
  const { shell, detailedSql, ...remedy } = finding.remedy;
  return {
    ...told,
    remedy: {
      ...remedy,
      ...(shell && { shell: linesFor(reader, shell) }),
      ...(reader.details && detailedSql && { sql: detailedSql }),
    },
  };
}

export function linesFor(
  { details }: Reader,
  { full, withoutFolders }: ShellLines,
): string {
  return details ? full : withoutFolders;
}

export function ledgerFor({ details }: Reader, ledger: Ledger): Ledger {
  const { source, otherSources } = ledger;
  return details
    ? ledger
    : {
        ...ledger,
        source: source && withinPackage(source),
        ...(otherSources && { otherSources: otherSources.map(withinPackage) }),
      };
}

function withinPackage(source: Source): Source {
  const within = (directory: string) =>
    folderInPackage({ package: source.package, directory });
  const { package: name, directory, directories } = source;
  return {
    package: name,
    directory: directory && within(directory),
    ...(directories && { directories: directories.map(within) }),
  };
}
