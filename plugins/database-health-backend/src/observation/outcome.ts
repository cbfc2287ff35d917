import { errorChain, errorText } from '../failures/errorChain';
import type { FailureKind } from 'backstage-plugin-database-health-node';
import { describeFailure } from '../failures/failure';
import { sqlStateOf } from '../failures/failureCodes';

const withoutConnection = new Set<FailureKind>([
  'connect-timeout',
  'credentials',
  'connection-lost',
  'database-missing',
  'dns',
  'refused',
  'shutting-down',
  'starting',
  'tls',
  'too-many-connections',
]);

/**
 * Whether a query that failed was answered by the server, had no connection to
 * it, or failed before either.
 *
 * @internal
 */
export function outcomeOf(
  error: unknown,
  kind: FailureKind = describeFailure(error).kind,
): 'answered' | 'unconnected' | 'neither' {
  const chain = errorChain(error);
  if (withoutConnection.has(kind) || chain.some(isOfConnection)) {
    return 'unconnected';
  }
  return chain.some(isAnswer) ? 'answered' : 'neither';
}

/** PostgreSQL's class 08, in which a pooler says all that it has to say, too. */
function isOfConnection(error: unknown): boolean {
  return errorText(error, 'code').startsWith('08');
}

const duplicateCodes = new Set([
  '23505',
  'ER_DUP_ENTRY',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
  'SQLITE_CONSTRAINT_UNIQUE',
]);

/**
 * Whether a row was refused since there is one with its key. Code that asks
 * forgiveness and not permission lives with that.
 *
 * @internal
 */
export function isDuplicate(error: unknown): boolean {
  return errorChain(error).some(each =>
    duplicateCodes.has(errorText(each, 'code')),
  );
}

function isAnswer(error: unknown): boolean {
  return (
    sqlStateOf(error) !== undefined ||
    errorText(error, 'code').startsWith('SQLITE_')
  );
}
