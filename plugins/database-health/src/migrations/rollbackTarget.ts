import type { RollbackTarget } from 'backstage-plugin-database-health-common';
import { useUrlValue } from '../frame/useUrlList';

/** What to compare the ledgers with, in the URL, and how to change it. */
export function useRollbackTarget(): {
  target: RollbackTarget | undefined;
  compareWith: (target: RollbackTarget | undefined) => void;
} {
  const [value, setValue] = useUrlValue('compare');
  return {
    target: value === undefined ? undefined : fromUrl(value),
    compareWith: target => setValue(target && toUrl(target)),
  };
}

// A plugin id has no colon; a folder may have one.
function toUrl(target: RollbackTarget): string {
  return 'versionId' in target
    ? `version:${target.versionId}`
    : `folder:${target.databaseId}:${target.directory}`;
}

function fromUrl(value: string): RollbackTarget | undefined {
  const [kind, ...rest] = value.split(':');
  if (kind === 'version') {
    return { versionId: rest.join(':') };
  }
  const [databaseId, ...directory] = rest;
  return kind === 'folder' && directory.length > 0
    ? { databaseId, directory: directory.join(':') }
    : undefined;
}
