// @ts-check

/**
 * What is kept over time: samples, transitions with the statuses that they are
 * told from, and dismissals. All times are by the clock of the database.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('sampled_databases', table => {
    table.increments('id');
    table.string('database_id', 120).notNullable().unique();
  });

  await knex.schema.createTable('sampled_tables', table => {
    table.integer('database_no').notNullable();
    table.integer('table_no').notNullable();
    table.string('name', 255).notNullable();
    table.primary(['database_no', 'table_no']);
  });

  await knex.schema.createTable('samples', table => {
    table.integer('database_no').notNullable();
    table.integer('minute').notNullable().comment('Since the epoch');
    table.binary('numbers').notNullable();
    table.binary('tables').nullable();
    table.primary(['database_no', 'minute']);
  });
  if (knex.client.dialect === 'postgresql') {
    // Rows come and go all the time: gone ones must not pile up to a fifth.
    await knex.raw(
      'alter table ?? set (autovacuum_vacuum_scale_factor = 0.05)',
      ['samples'],
    );
  }

  await knex.schema.createTable('statuses', table => {
    table.string('subject', 255).primary();
    table.string('status', 16).notNullable();
    table.bigInteger('changed_ms').notNullable();
  });

  await knex.schema.createTable('transitions', table => {
    table.bigIncrements('id');
    table.bigInteger('at_ms').notNullable().index();
    table.string('database_id', 120).nullable();
    table.string('server_id', 120).nullable();
    table.string('check_id', 120).nullable();
    table.string('from_status', 16).notNullable();
    table.string('to_status', 16).notNullable();
    table.text('message').notNullable();
  });

  await knex.schema.createTable('dismissals', table => {
    table.string('finding_key', 500).primary();
    table.string('dismissed_by', 255).notNullable();
    table.text('reason').notNullable();
    table.bigInteger('until_ms').nullable();
    table.bigInteger('dismissed_ms').notNullable();
  });

  await knex.schema.createTable('upkeep', table => {
    table.string('task', 64).primary();
    table.bigInteger('started_ms').notNullable().comment('Of the last run');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('upkeep');
  await knex.schema.dropTable('dismissals');
  await knex.schema.dropTable('transitions');
  await knex.schema.dropTable('statuses');
  await knex.schema.dropTable('samples');
  await knex.schema.dropTable('sampled_tables');
  await knex.schema.dropTable('sampled_databases');
};
