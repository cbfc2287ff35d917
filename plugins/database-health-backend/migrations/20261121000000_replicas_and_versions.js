// @ts-check

/**
 * What replicas tell each other, and what this backend remembers of the
 * migrations that each of its versions brought.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('replicas', table => {
    table.string('id', 64).primary();
    table.string('host', 255).notNullable();
    table.string('version', 64).notNullable();
    table.dateTime('started_at').notNullable();
    table
      .dateTime('last_seen_at')
      .notNullable()
      .comment('By the clock of the database');
    table.text('state', 'longtext').notNullable().comment('JSON');
  });

  await knex.schema.createTable('backend_versions', table => {
    table.string('id', 64).primary();
    // MySQL would keep whole seconds, in which two versions may be seen.
    table.dateTime('first_seen_at', { precision: 3 }).notNullable();
    table.dateTime('last_seen_at', { precision: 3 }).notNullable();
    table.text('packages', 'longtext').notNullable().comment('JSON');
  });

  await knex.schema.createTable('version_ledgers', table => {
    table.string('version_id', 64).notNullable();
    table.string('database_id', 120).notNullable();
    table.string('ledger', 200).notNullable();
    table.text('names', 'longtext').notNullable().comment('JSON');
    table.primary(['version_id', 'database_id', 'ledger']);
    table
      .foreign('version_id')
      .references('backend_versions.id')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('migration_checksums', table => {
    table.string('database_id', 120).notNullable();
    table.string('ledger', 200).notNullable();
    table.string('name', 255).notNullable();
    table.string('checksum', 64).notNullable();
    table.primary(['database_id', 'ledger', 'name']);
  });

  await knex.schema.createTable('migration_failures', table => {
    table.string('database_id', 120).notNullable();
    table.string('ledger', 200).notNullable();
    table.string('replica_id', 64).notNullable();
    table
      .bigInteger('began_ms')
      .notNullable()
      .comment('By the clock of the database');
    table.integer('duration_ms').notNullable();
    table.text('sentence').notNullable();
    table.primary(['database_id', 'ledger']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('migration_failures');
  await knex.schema.dropTable('migration_checksums');
  await knex.schema.dropTable('version_ledgers');
  await knex.schema.dropTable('backend_versions');
  await knex.schema.dropTable('replicas');
};
