// @ts-check

/**
 * Incidents, and each change of one that was accepted. All times are by the clock of
 * the database.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('incidents', table => {
    table.string('id', 255).primary().comment('`<name>:<occurrence>`');
    table
      .string('name', 240)
      .notNullable()
      .index()
      .comment('Subject and check');
    table.integer('occurrence').notNullable();
    table.string('database_id', 120).nullable();
    table.string('server_id', 120).nullable();
    table.string('check_id', 120).notNullable().comment('Of its cause');
    table.string('severity', 16).notNullable();
    table.text('title').notNullable();
    table.text('findings').notNullable().comment('JSON: keys, the cause first');
    table.bigInteger('opened_ms').notNullable();
    table.bigInteger('seen_ms').notNullable().comment('By any replica');
    table.bigInteger('closed_ms').nullable().index();
  });

  await knex.schema.createTable('incident_changes', table => {
    table.bigIncrements('id');
    table.string('incident_id', 255).notNullable().index();
    table.bigInteger('at_ms').notNullable();
    table.string('kind', 16).notNullable();
    table.string('severity', 16).notNullable();
    table.text('title').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('incident_changes');
  await knex.schema.dropTable('incidents');
};
