import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';
import type { DatabaseHealthReader } from '../readModel';
import type { Access } from '../routes';

export interface ActionOptions {
  readonly access: Access;
  readonly auditor: AuditorService;
  readonly reader: DatabaseHealthReader;
}

/** None of them changes anything; without these words they would count as if. */
export const onlyReads = {
  readOnly: true,
  idempotent: true,
  destructive: false,
} as const;

/**
 * Whether the caller sees details, too; throws where it may not read at all. The
 * permission is asked for here and not as the one that shows an action: with the
 * permission service away, the last decision on a caller holds, as on the routes.
 */
export async function requireReader(
  { access }: ActionOptions,
  credentials: BackstageCredentials,
): Promise<{ details: boolean }> {
  await access.requireOf(credentials, databaseHealthReadPermission);
  return { details: await access.seesDetailsAs(credentials) };
}
