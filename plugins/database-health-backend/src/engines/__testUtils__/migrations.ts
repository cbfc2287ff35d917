import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder with real migrations, which change nothing where nothing is said. */
export class MigrationsFolder {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'migrations-'));

  add(...names: readonly string[]): this {
    for (const name of names) {
      writeFileSync(
        path.join(this.directory, name),
        `exports.up = async knex => { await knex.raw('select 1'); };
         exports.down = async () => {};`,
      );
    }
    return this;
  }

  addStatement(
    name: string,
    sql: string,
    config: { transaction: boolean } = { transaction: true },
  ): this {
    writeFileSync(
      path.join(this.directory, name),
      `exports.up = async knex => { await knex.raw(${JSON.stringify(sql)}); };
       exports.down = async () => {};
       exports.config = ${JSON.stringify(config)};`,
    );
    return this;
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
