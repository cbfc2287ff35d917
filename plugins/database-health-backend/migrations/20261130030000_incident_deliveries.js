// @ts-check

/**
 * Who is told of incidents, and what they have not been told of yet. All times are by
 * the clock of the database.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('incident_sinks', table => {
    table.string('sink', 120).primary();
    table.bigInteger('seen_ms').notNullable().comment('In any replica');
  });

  await knex.schema.createTable('incident_deliveries', table => {
    table.bigInteger('change_id').notNullable();
    table.string('sink', 120).notNullable();
    table.string('message_id', 420).notNullable();
    table.bigInteger('noted_ms').notNullable().index();
    table
      .bigInteger('due_ms')
      .notNullable()
      .comment('A replica that sends it puts this off');
    table.integer('attempts').notNullable();
    table.primary(['change_id', 'sink']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('incident_deliveries');
  await knex.schema.dropTable('incident_sinks');
};
