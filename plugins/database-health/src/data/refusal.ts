import { databaseHealthManagePermission } from 'backstage-plugin-database-health-common';
import type { Failure } from './failure';

/** Why the backend did not change what the reader asked it to. */
export function refusalInWords({ kind, sentence }: Failure): string {
  return kind === 'permission'
    ? `The backend refuses: you lack the permission ${databaseHealthManagePermission.name}.`
    : sentence;
}
