import { execFileSync } from 'node:child_process';

/**
 * The system account that runs a server when this process is root.
 *
 * @public
 */
export interface Account {
  uid: number;
  gid: number;
}

const known = new Map<string, Account>();

/**
 * The account to run a server with, or undefined to run it as the present user.
 * Database servers refuse to run as root, so root gets the user that is named,
 * who is created when the machine has none.
 *
 * @public
 */
export function accountOf(server: {
  user: string;
  /** Whose user it is, for people. */
  program: string;
}): Account | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const { user, program } = server;
  const account = known.get(user) ?? lookUp(user) ?? create(user, program);
  known.set(user, account);
  return account;
}

/** The account to run PostgreSQL with, as `accountOf` says. */
export function serverAccount(): Account | undefined {
  return accountOf({ user: 'postgres', program: 'PostgreSQL' });
}

function lookUp(user: string): Account | undefined {
  const ask = (flag: string) =>
    Number(
      execFileSync('id', [flag, user], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

function create(user: string, program: string): Account {
  let reason: unknown;
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', user],
      { stdio: 'pipe' },
    );
  } catch (error) {
    // Another process may have created it in between, so look before failing.
    reason = error;
  }
  const account = lookUp(user);
  if (!account) {
    throw new Error(
      `${program} refuses to run as root, and a system user "${user}" could not be created`,
      { cause: reason },
    );
  }
  return account;
}
