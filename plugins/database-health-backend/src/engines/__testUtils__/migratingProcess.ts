import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Knex } from 'knex';

const script = `
const [, knex, config] = process.argv;
const client = require(knex)(JSON.parse(config));
client.migrate.latest().finally(() => client.destroy());
`;

/** A process that migrates with Knex, as another replica does. */
export class MigratingProcess {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  constructor(config: Knex.Config) {
    this.#process = spawn(
      process.execPath,
      ['-e', script, require.resolve('knex'), JSON.stringify(config)],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    this.#ended = once(this.#process, 'exit');
  }

  /** Resolves to its exit code. */
  async ended(): Promise<unknown> {
    const [code] = await this.#ended;
    return code;
  }

  /** By the signal that leaves it no time for anything. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}
