// @ts-check

/**
 * Which server each configured address led to when one last said who it is: so that
 * plugin databases are put down to the right server while it is down.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('server_aliases', table => {
    table
      .string('alias', 120)
      .primary()
      .comment('By which the server is known until it says who it is');
    table.text('address').notNullable();
    table.string('server_id', 120).notNullable();
    table.text('run').notNullable().comment('Of the server, when it said so');
    table
      .bigInteger('noted_ms')
      .notNullable()
      .comment('By the clock of the database');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('server_aliases');
};
