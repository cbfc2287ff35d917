// @ts-check

/**
 * Planned times in which nobody is told of incidents. Times are those that were asked for.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('silences', table => {
    table.string('id', 120).primary();
    table.bigInteger('starts_ms').notNullable();
    table.bigInteger('ends_ms').notNullable();
    table.text('reason').notNullable();
    table.string('silenced_by', 255).notNullable();
    table.text('plugins').nullable().comment('JSON: ids; null for all');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('silences');
};
