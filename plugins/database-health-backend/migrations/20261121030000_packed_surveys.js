// @ts-check

/**
 * Knex's own binary type holds 64 KiB in MySQL.
 *
 * @type {Record<string, string>}
 */
const binaryTypes = { postgresql: 'bytea', mysql: 'longblob' };

/**
 * Surveys are the largest rows, and are written anew all the time. Those that
 * were there are taken again at the next interval.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('surveys', table => {
    table.dropColumn('survey');
  });
  await knex.schema.alterTable('surveys', table => {
    table
      .specificType('packed', binaryTypes[knex.client.dialect] ?? 'blob')
      .nullable()
      .comment('JSON, deflated');
  });
  if (knex.client.dialect === 'postgresql') {
    await knex.raw(
      'alter table ?? set (toast.autovacuum_vacuum_scale_factor = 0.05)',
      ['surveys'],
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('surveys', table => {
    table.dropColumn('packed');
  });
  await knex.schema.alterTable('surveys', table => {
    table.text('survey', 'longtext').nullable().comment('JSON');
  });
  if (knex.client.dialect === 'postgresql') {
    await knex.raw(
      'alter table ?? reset (toast.autovacuum_vacuum_scale_factor)',
      ['surveys'],
    );
  }
};
