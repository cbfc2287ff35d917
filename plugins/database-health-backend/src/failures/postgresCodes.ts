import type { Failure } from 'backstage-plugin-database-health-node';
import { because, failures } from './failureSentences';

/** By the SQLSTATE: what PostgreSQL reports, with its usual cause. */
export const postgresCodes: Record<string, Failure> = {
  '22001': failures.valueTooLong,
  '22003': because('other', 'A number is too large for its column.'),
  '22021': failures.badCharacter,
  '22P02': failures.badValue,
  '22P05': failures.badCharacter,
  '23502': failures.valueMissing,
  '23503': failures.referenceMissing,
  '23505': failures.duplicate,
  '23514': failures.ruleBroken,
  '25001': because(
    'other',
    'A statement ran in a transaction that may only run outside of one, such as `create index concurrently`.',
  ),
  '25006': failures.readOnly,
  '25P02': because(
    'other',
    'An earlier statement of the same transaction had failed, and the plugin went on.',
  ),
  '25P03': because('connection-lost'),
  '25P04': because('timeout'),
  '26000': failures.preparedElsewhere,
  '28000': because('credentials'),
  '28P01': because('credentials'),
  '2BP01': because(
    'other',
    'Something else depends on what was to be dropped.',
  ),
  '3D000': because('database-missing'),
  '3F000': failures.anySchemaMissing,
  '40001': because(
    'other',
    'Another transaction changed the same rows at the same time; the plugin has to try again.',
  ),
  '40P01': failures.deadlock,
  '42501': because('permission'),
  '42601': failures.syntax,
  '42701': failures.columnExists,
  '42703': failures.columnMissing,
  '42704': because(
    'other',
    'A type, index, role or extension does not exist: a migration was not applied, or a restore left it out.',
  ),
  '42710': failures.objectExists,
  '42804': failures.badValue,
  '42883': because(
    'other',
    'A function or an operator does not exist: an extension is missing, or types do not fit.',
  ),
  '42P01': failures.tableMissing,
  '42P05': failures.preparedElsewhere,
  '42P06': failures.objectExists,
  '42P07': failures.tableExists,
  '53100': failures.noSpace,
  '53200': failures.noMemory,
  '53300': because('too-many-connections'),
  '53400': because(
    'other',
    'A limit that the server is configured with is reached.',
  ),
  '54000': failures.tooLarge,
  '54001': failures.tooLarge,
  '54011': failures.tooLarge,
  '54023': failures.tooLarge,
  '55000': because(
    'other',
    'Something is not in the state that the statement needs, such as a materialized view that was never filled.',
  ),
  '55006': because(
    'other',
    'What is to be changed is in use by other sessions.',
  ),
  '55P03': because('locked'),
  '57014': failures.statementEnded,
  '57P01': because('shutting-down'),
  '57P02': because('connection-lost'),
  '57P03': because('starting'),
  '57P05': because('connection-lost'),
  '58000': failures.serverFiles,
  '58030': failures.serverFiles,
  '58P01': because(
    'damaged',
    'A file of the database is missing on the server: its data are damaged.',
  ),
  '0A000': because(
    'other',
    'The server does not support the statement, or a table was changed while statements on it were prepared.',
  ),
  P0001: because('other', 'A function or trigger of the database refused it.'),
  XX000: because(
    'other',
    'The server met an internal error; its log says which, and damaged data may be the cause.',
  ),
  XX001: because('damaged'),
  XX002: because(
    'damaged',
    'An index is damaged; `reindex` makes it anew, once the disk is known to be sound.',
  ),
};

/** By the class, the first two characters, for what has no sentence of its own. */
export const postgresClasses: Record<string, Failure> = {
  '08': because('connection-lost'),
  '22': failures.badValue,
  '23': because('other', 'A row breaks a rule of its table.'),
  '25': because(
    'other',
    'The transaction was not in the state that was needed.',
  ),
  '28': because('credentials'),
  '40': because('other', 'The server undid the transaction.'),
  '42': because(
    'other',
    'The statement does not fit the database: a migration was not applied, or the code is of another version than the tables.',
  ),
  '53': because('other', 'The server is out of a resource.'),
  '54': failures.tooLarge,
  '55': because(
    'other',
    'What the statement needs was not in the right state.',
  ),
  '57': because('other', 'Somebody on the server stepped in.'),
  '58': failures.serverFiles,
  XX: because('other', 'The server met an internal error; its log says which.'),
};
