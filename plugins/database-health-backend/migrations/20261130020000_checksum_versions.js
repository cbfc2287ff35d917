/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('migration_checksums', table => {
    table
      .string('package_version', 120)
      .nullable()
      .comment('At first sight, of an installed package');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('migration_checksums', table => {
    table.dropColumn('package_version');
  });
};
