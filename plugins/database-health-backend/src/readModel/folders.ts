import type { Ledger } from 'backstage-plugin-database-health-common';

type Source = NonNullable<Ledger['source']>;

/**
 * A ledger for those who may not see details: of its folders only the part that
 * lies in their package, which says nothing of the machine.
 */
export function withoutPlaces(ledger: Ledger): Ledger {
  const { source, otherSources } = ledger;
  return {
    ...ledger,
    source: source && withinPackage(source),
    ...(otherSources && { otherSources: otherSources.map(withinPackage) }),
  };
}

function withinPackage({ package: name, directory }: Source): Source {
  return {
    package: name,
    directory: directory && partInPackage(name, directory.replace(/\\/g, '/')),
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
