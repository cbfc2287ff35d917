// @ts-check

/**
 * What those who are told of incidents once a day have been told. All times are by the
 * clock of the database.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('incident_digests', table => {
    table.string('sink', 120).primary();
    table.bigInteger('told_ms').notNullable();
    table
      .bigInteger('told_change_id')
      .notNullable()
      .comment('The last one by then');
    table
      .bigInteger('due_ms')
      .notNullable()
      .comment('A replica that sends it puts this off');
    table.integer('attempts').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('incident_digests');
};
