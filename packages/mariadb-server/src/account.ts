import { execFileSync } from 'node:child_process';

/** The system account that runs MariaDB when this process is root. */
export interface Account {
  uid: number;
  gid: number;
}

const ACCOUNT_NAME = 'mysql';

function lookUp(): Account | undefined {
  const ask = (flag: string) =>
    Number(
      execFileSync('id', [flag, ACCOUNT_NAME], {
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

function create(): Account {
  let reason: unknown;
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', ACCOUNT_NAME],
      { stdio: 'pipe' },
    );
  } catch (error) {
    // Another process may have created it in between, so look before failing.
    reason = error;
  }
  const account = lookUp();
  if (!account) {
    throw new Error(
      `MariaDB refuses to run as root, and a system user "${ACCOUNT_NAME}" could not be created`,
      { cause: reason },
    );
  }
  return account;
}

let known: Account | undefined;

/**
 * The account to run MariaDB with, or undefined to run it as the present user.
 * MariaDB refuses to run as root, so root gets the user `mysql`, whom Debian's
 * own package has, too; it is created when the machine has none.
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  known ??= lookUp() ?? create();
  return known;
}
