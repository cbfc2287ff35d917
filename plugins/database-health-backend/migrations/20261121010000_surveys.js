// @ts-check

/**
 * The latest survey of each plugin database, and which replica may take the
 * next. All times are epoch milliseconds by the clock of the database.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('surveys', table => {
    table.string('database_id', 120).primary();
    table
      .integer('revision')
      .notNullable()
      .defaultTo(0)
      .comment('Grows with every survey; a claim names the one it follows');
    table.string('claimed_by', 64).nullable();
    table.bigInteger('claimed_ms').nullable();
    table.bigInteger('claim_ends_ms').notNullable().defaultTo(0);
    table.bigInteger('requested_ms').notNullable().defaultTo(0);
    table.bigInteger('surveyed_ms').nullable().comment('When it began');
    table.text('survey', 'longtext').nullable().comment('JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('surveys');
};
