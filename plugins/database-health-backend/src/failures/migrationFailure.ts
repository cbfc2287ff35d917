import { errorChain, errorText } from './errorChain';
import type { Failure } from 'backstage-plugin-database-health-node';
import { describeFailure } from './failure';
import { because } from './failureSentences';

// What migrations are named like, in folders and in code.
const safeName = /^[\w@][\w@.+ -]{0,199}$/;
// As many as can still be read in one sentence.
const maxNames = 10;

/**
 * Says why a run of migrations failed. Keeps what Knex says of its own files
 * and lock, with the names of migrations and nothing else; all other errors
 * are described as by {@link describeFailure}. Never throws.
 *
 * @param migration - The migration that ran when it failed, where it is known.
 * @public
 */
export function describeMigrationFailure(
  error: unknown,
  migration?: string,
): Failure {
  const messages = errorChain(error).map(each => errorText(each, 'message'));
  for (const message of messages) {
    const failure = ownFailureOf(message);
    if (failure) {
      return failure;
    }
  }
  const failure = describeFailure(error);
  const name =
    migration ?? firstMatch(messages, /migration file "([^"]+)" failed/);
  return name !== undefined && safeName.test(name)
    ? because(
        failure.kind,
        `The migration "${name}" failed. ${failure.sentence}`,
        failure.remedy,
      )
    : failure;
}

function ownFailureOf(message: string): Failure | undefined {
  const missing =
    /migration directory is corrupt, the following files are missing: (.+)/s.exec(
      message,
    );
  if (missing) {
    return because(
      'other',
      `The migration directory is corrupt, the following files are missing: ${listed(
        missing[1].split(', '),
      )}`,
    );
  }
  if (message.includes('Migration table is already locked')) {
    return because('locked', 'Migration table is already locked');
  }
  const invalid =
    /Invalid migration: (.+) must have both an up and down function/s.exec(
      message,
    );
  if (invalid) {
    return because(
      'other',
      `Invalid migration: ${listed([
        invalid[1],
      ])} must have both an up and down function`,
    );
  }
  if (/ENOENT.+scandir/.test(message)) {
    return because('other', 'The migration directory does not exist.');
  }
  return undefined;
}

function listed(names: readonly string[]): string {
  const shown = names.filter(name => safeName.test(name)).slice(0, maxNames);
  const hidden = names.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`${hidden} more`] : [])].join(', ');
}

function firstMatch(
  texts: readonly string[],
  pattern: RegExp,
): string | undefined {
  return texts.map(text => pattern.exec(text)?.[1]).find(Boolean);
}
