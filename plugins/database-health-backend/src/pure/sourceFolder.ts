import type { LedgerSource } from './facts';

/**
 * The part of the folder of a source that lies in its package, which says
 * nothing of the machine. Where the package is not below `node_modules`, its
 * root is guessed.
 *
 * @public
 */
export function folderInPackage({
  package: name,
  directory,
}: LedgerSource & { directory: string }): string {
  const path = directory.replace(/\\/g, '/');
  const installed = `/node_modules/${name}/`;
  const at = path.lastIndexOf(installed);
  if (at >= 0) {
    return path.slice(at + installed.length);
  }
  const parts = path.split('/');
  const named = parts.lastIndexOf('migrations');
  const from = parts[named - 1] === 'db' ? named - 1 : named;
  return parts.slice(from).join('/');
}
