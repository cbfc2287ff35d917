import type {
  DatabaseDetail,
  Finding,
  Ledger,
  Migrations,
  Overview,
} from 'backstage-plugin-database-health-common';

type Source = NonNullable<Ledger['source']>;

/** An overview for those who may not see details. */
export function overviewWithoutPlaces(overview: Overview): Overview {
  return { ...overview, findings: overview.findings.map(findingWithoutPlaces) };
}

/** A plugin database for those who may not see details. */
export function detailWithoutPlaces(detail: DatabaseDetail): DatabaseDetail {
  return {
    ...detail,
    checks: detail.checks.map(({ findings, ...check }) => ({
      ...check,
      findings: findings.map(findingWithoutPlaces),
    })),
    ledgers: detail.ledgers?.map(ledgerWithoutPlaces) ?? null,
  };
}

/** All ledgers for those who may not see details. */
export function migrationsWithoutPlaces(migrations: Migrations): Migrations {
  const { ledgers, rollback } = migrations;
  return {
    ...migrations,
    ledgers: ledgers.map(ledgerWithoutPlaces),
    rollback: {
      ...rollback,
      ledgers: rollback.ledgers.map(({ commands, ...ledger }) => ({
        ...ledger,
        commands: commands.map(linesWithoutPlaces),
      })),
    },
  };
}

/**
 * A ledger for those who may not see details: of its folders only the part that
 * lies in their package, which says nothing of the machine.
 */
export function ledgerWithoutPlaces(ledger: Ledger): Ledger {
  const { source, otherSources } = ledger;
  return {
    ...ledger,
    source: source && withinPackage(source),
    ...(otherSources && { otherSources: otherSources.map(withinPackage) }),
  };
}

function findingWithoutPlaces(finding: Finding): Finding {
  const { remedy } = finding;
  return remedy.shell === undefined
    ? finding
    : {
        ...finding,
        remedy: { ...remedy, shell: linesWithoutPlaces(remedy.shell) },
      };
}

/**
 * Lines of `knexLine` with a placeholder for each folder. As long as nobody puts
 * the folder in, they run nothing.
 */
export function linesWithoutPlaces(lines: string): string {
  return lines.replace(
    /(--migrations-directory )((?:'[^']*'|\\'|[^\s'])+)/g,
    (_, option: string, word: string) =>
      option + quoted(placeholderOf(unquoted(word))),
  );
}

function placeholderOf(directory: string): string {
  const path = withSlashes(directory);
  const [, name = null] =
    /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return `<folder of ${name ?? 'the package'}>/${partInPackage(name, path)}`;
}

/** A word of a shell, as `knexLine` quotes it. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|\\(')/g, '$1$2');
}

function withinPackage({ package: name, directory }: Source): Source {
  return {
    package: name,
    directory: directory && partInPackage(name, withSlashes(directory)),
  };
}

/** Where the package is not below `node_modules`, its root is guessed. */
function partInPackage(name: string | null, directory: string): string {
  const installed = `/node_modules/${name}/`;
  const at = directory.lastIndexOf(installed);
  if (at >= 0) {
    return directory.slice(at + installed.length);
  }
  const parts = directory.split('/');
  const named = parts.lastIndexOf('migrations');
  const from = parts[named - 1] === 'db' ? named - 1 : named;
  return parts.slice(from).join('/');
}

function withSlashes(directory: string): string {
  return directory.replace(/\\/g, '/');
}
