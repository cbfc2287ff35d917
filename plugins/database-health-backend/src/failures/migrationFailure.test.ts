import { ForwardedError } from '@backstage/errors';
import { describeMigrationFailure } from './migrationFailure';

const corrupt = (...names: string[]) =>
  new Error(
    `The migration directory is corrupt, the following files are missing: ${names.join(
      ', ',
    )}`,
  );

describe('describeMigrationFailure', () => {
  it('keeps the names of missing files', () => {
    expect(describeMigrationFailure(corrupt('a.js', '2024_b.ts'))).toEqual({
      kind: 'other',
      sentence:
        'The migration directory is corrupt, the following files are missing: a.js, 2024_b.ts',
    });
  });

  it('drops what is not named like a migration, and counts it', () => {
    const names = Array.from({ length: 12 }, (_, i) => `m${i}.js`);
    expect(
      describeMigrationFailure(corrupt('postgres://u:s3cret@host/', ...names))
        .sentence,
    ).toBe(
      `The migration directory is corrupt, the following files are missing: ${names
        .slice(0, 10)
        .join(', ')}, 3 more`,
    );
  });

  it('says that the lock is held', () => {
    expect(
      describeMigrationFailure(
        new ForwardedError(
          'Plugin startup failed',
          new Error('Migration table is already locked'),
        ),
      ),
    ).toEqual({
      kind: 'locked',
      sentence: 'Migration table is already locked',
    });
  });

  it('says why the lock could not be taken', () => {
    const error = new Error(
      'update "knex_migrations_lock" set "is_locked" = 1 - connect ECONNREFUSED 10.1.2.3:5432',
    );
    error.name = 'MigrationLocked';
    expect(describeMigrationFailure(error)).toEqual({
      kind: 'refused',
      sentence: 'Nothing accepts connections at the address of the server.',
    });
  });

  it('names the migration that failed and drops the reason', () => {
    const error = Object.assign(
      new Error(`create table "s3cret" - relation "s3cret" already exists`),
      { code: '42P07' },
    );
    const expected = {
      kind: 'other',
      sentence:
        'The migration "x.js" failed. A table that is to be made exists already: a migration was left half done, or the ledger lost its rows.',
    };
    expect(describeMigrationFailure(error, 'x.js')).toEqual(expected);
    expect(
      describeMigrationFailure(
        new Error('migration file "x.js" failed', { cause: error }),
      ),
    ).toEqual(expected);
    expect(describeMigrationFailure(error, '<s3cret>').sentence).toBe(
      'A table that is to be made exists already: a migration was left half done, or the ledger lost its rows.',
    );
  });

  it('knows a migration that is not one, and a directory that is not there', () => {
    expect(
      describeMigrationFailure(
        new Error(
          'Invalid migration: a.js must have both an up and down function',
        ),
      ).sentence,
    ).toBe('Invalid migration: a.js must have both an up and down function');
    expect(
      describeMigrationFailure(
        new Error("ENOENT: no such file or directory, scandir '/srv/s3cret'"),
      ).sentence,
    ).toBe('The migration directory does not exist.');
  });

  it('never throws', () => {
    for (const error of [undefined, null, 1, 'x', {}, Object.create(null)]) {
      expect(describeMigrationFailure(error).kind).toBe('other');
    }
  });
});
