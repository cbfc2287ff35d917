import type { Query } from 'backstage-plugin-database-health-node';

const hostOf = (account: string) => `substring_index(${account}, '@', -1)`;

// The name of a user may have an @, that of a host has none.
const userOf = (account: string) => `left(
  ${account}, char_length(${account}) - char_length(${hostOf(account)}) - 1
)`;

/** The user that this session logged in as. */
export const ownUser = userOf('user()');

/**
 * Of a select, what stands after its list: it has rows where the privilege `PROCESS`,
 * which shows the sessions of others, was granted to the user itself.
 */
export const whereProcessIsGranted = `
  from information_schema.user_privileges
  where privilege_type = 'PROCESS'
    and grantee = concat(
      '''', ${userOf('current_user()')}, '''@''', ${hostOf(
  'current_user()',
)}, ''''
    )`;

/** Of a line of `show grants`, for all databases. */
const grantsProcess =
  /^grant (?:[a-z ,]*, )?(?:all privileges|process)\b[^`'"]* on \*\.\* to /i;

/**
 * Whether the role in force of a session of MariaDB grants `PROCESS`. Nothing else
 * tells what a role grants, and of the user itself it would tell how its password is
 * kept.
 */
export async function roleHasProcess(query: Query): Promise<boolean> {
  const [{ role }] = await query<{ role: string | null }>(
    'select current_role() as role',
  );
  if (role === null) {
    return false;
  }
  const grants = await query<Record<string, string>>(
    'show grants for current_role',
  );
  return grants.flatMap(Object.values).some(line => grantsProcess.test(line));
}
