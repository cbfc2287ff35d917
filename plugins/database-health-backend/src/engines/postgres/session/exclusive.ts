/**
 * The relations of this database that are locked ACCESS EXCLUSIVE, or for which
 * such a lock is queued: who looks into one of them waits.
 */
export const exclusivelyLocked = `
  select distinct relation
  from pg_locks
  where locktype = 'relation' and mode = 'AccessExclusiveLock'
    and database = (select oid from pg_database where datname = current_database())`;
