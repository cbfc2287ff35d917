import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Ledger, Severity } from 'backstage-plugin-database-health-common';
import type {
  BuiltInFacts,
  JudgedRemedy,
} from 'backstage-plugin-database-health-node';
import type { LedgerActivity, LedgerFact } from '../../../../pure/facts';
import { ledgerState } from '../../../../pure/ledger';
import createKnex, { type Knex } from 'knex';
import { checks } from '../../..';
import {
  type Subject,
  type SubjectKind,
  readFact,
  unseen,
} from '../../../../engines/__testUtils__/subject';
import {
  InstalledPackages,
  LedgerOwners,
  listMigrations,
} from '../../../../ledgers';
import { evaluate } from '../../../__testUtils__/evaluate';
import { tablesOf } from '../../../__testUtils__/losses';
import { healthyFacts } from '../../../__testUtils__/facts';

/** A database engine, and how a shell gets to one of its databases. */
export interface EngineSetup {
  readonly kind: SubjectKind;
  shellEnvironment(subject: Subject): Record<string, string>;
}

/** What is seen of a ledger. */
export interface Seen {
  state: Ledger['state'];
  findings: { checkId: string; severity: Severity; message: string }[];
  /** Of the first finding. */
  remedy: JudgedRemedy;
}

export interface Look {
  /** By another replica, which has not run the migrations. */
  fromOutside?: boolean;
  /** Nobody names its files. */
  ownerless?: boolean;
  migrationsSkipped?: boolean;
  announced?: LedgerActivity['announced'];
}

export const table = 'my_knex_migrations';

const migrationChecks = checks.filter(({ id }) => id.startsWith('migrations-'));
// npx only finds the program, and takes three times as long for it as the program
// needs. So it is asked on one engine, which every machine has.
const npxAtOnce = 'npx() { node_modules/.bin/"$@"; }';
const root = resolve(__dirname, '../../../../../../..');

/** A plugin database on a real engine, for a test to make ill and to mend. */
export class SickDatabase {
  readonly #setup: EngineSetup;
  readonly #pluginId: string;
  readonly #directory = mkdtempSync(join(tmpdir(), "plugin's migrations-"));
  #subject: Subject;
  #installed: Readonly<Record<string, string>> = {};

  private constructor(setup: EngineSetup, pluginId: string, subject: Subject) {
    this.#setup = setup;
    this.#pluginId = pluginId;
    this.#subject = subject;
  }

  static async create(
    setup: EngineSetup,
    pluginId: string,
  ): Promise<SickDatabase> {
    return new SickDatabase(setup, pluginId, await setup.kind.create(pluginId));
  }

  get subject(): Subject {
    return this.#subject;
  }

  get directory(): string {
    return this.#directory;
  }

  /** The migrations of the version that is installed, with their content. */
  get installed(): Readonly<Record<string, string>> {
    return this.#installed;
  }

  /** Installs the version of the plugin that brings these migrations. */
  install(migrations: Readonly<Record<string, string>>): void {
    readdirSync(this.#directory).forEach(name =>
      rmSync(join(this.#directory, name)),
    );
    for (const [name, content] of Object.entries(migrations)) {
      writeFileSync(join(this.#directory, name), content);
    }
    this.#installed = migrations;
  }

  /** The plugin starts in this process, which has seen nothing before. */
  async start(config: object = {}): Promise<void> {
    await this.#subject.dispose();
    this.#subject = await this.#setup.kind.create(this.#pluginId);
    await this.#subject.client.migrate.latest({ ...this.#config, ...config });
  }

  /** It starts in another replica. */
  async startElsewhere(): Promise<'started' | 'refused'> {
    const client = createKnex(this.replicaConfig());
    try {
      await client.migrate.latest();
      return 'started';
    } catch {
      return 'refused';
    } finally {
      await client.destroy();
    }
  }

  /** The configuration of a process that migrates like the plugin. */
  replicaConfig(): Knex.Config {
    const { client, connection, useNullAsDefault } =
      this.#subject.client.client.config;
    const { schema } = this.#subject.identity;
    return {
      client: typeof client === 'string' ? client : client.prototype.driverName,
      // The client hides it from those who list its properties.
      connection: { ...connection, password: connection.password },
      useNullAsDefault,
      searchPath: schema ? [schema] : undefined,
      migrations: this.#config,
      // Knex tells on the console what it refuses.
      log: { warn() {} },
    };
  }

  /** Runs lines one by one, as a client of the database would. */
  async runSql(lines: string): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const line of lines.split('\n')) {
      results.push(await this.#subject.client.raw(line));
    }
    return results;
  }

  /** The same with the name of the ledger for TABLE, and where it is. */
  async spoil(sql: string): Promise<void> {
    const { schema } = this.#subject.identity;
    const inSchema = schema ? `"${schema}".` : '';
    await this.runSql(
      sql
        .replaceAll('TABLE', inSchema + table)
        .replaceAll('IN_SCHEMA', inSchema),
    );
  }

  /** Puts rows into every table that a migration made. */
  async fill(): Promise<void> {
    const { client } = this.#subject;
    for (const name of await tablesOf(this.#subject)) {
      if (name.includes('made_by_')) {
        await client.raw(`insert into ${name} values (1), (2), (3)`);
      }
    }
  }

  /** Pastes lines into a shell, where Knex is installed. */
  async runShell(lines: string): Promise<void> {
    const asksNpx = this.#subject.identity.engine === 'sqlite';
    const script = asksNpx ? lines : `${npxAtOnce}\n${lines}`;
    await promisify(execFile)('bash', ['-e', '-c', script], {
      cwd: root,
      env: {
        ...process.env,
        ...this.#setup.shellEnvironment(this.#subject),
      },
    });
  }

  async look(how: Look = {}): Promise<Seen> {
    const { migrationsSkipped = false } = how;
    const facts: BuiltInFacts = {
      ...healthyFacts,
      identity: await readFact(this.#subject, 'identity'),
      size: await readFact(this.#subject, 'size'),
      ledgers: await this.#ledgers(how),
      environment: {
        ...healthyFacts.environment,
        uptimeSeconds: 10,
        migrationsSkipped,
      },
    };
    const [ledger, ...others] = facts.ledgers;
    if (!ledger || others.length > 0) {
      throw new Error(`${facts.ledgers.length} ledgers`);
    }
    const findings = migrationChecks.flatMap(check => {
      const outcome = evaluate(check, facts, { at: Date.now() });
      return (Array.isArray(outcome) ? outcome : []).map(
        ({ severity, message, remedy }) => ({
          checkId: check.id,
          severity,
          message,
          remedy,
        }),
      );
    });
    return {
      state: ledgerState(ledger, { migrationsSkipped }),
      findings: findings.map(({ remedy, ...finding }) => finding),
      remedy: findings[0]?.remedy,
    };
  }

  async dispose(): Promise<void> {
    await this.#subject.dispose();
    rmSync(this.#directory, { recursive: true });
  }

  get #config() {
    return { directory: this.#directory, tableName: table };
  }

  async #ledgers({
    fromOutside,
    ownerless,
    announced,
  }: Look): Promise<LedgerFact[]> {
    const subject = fromOutside ? unseen(this.#subject) : this.#subject;
    const source = {
      pluginId: this.#pluginId,
      table,
      schema: this.#subject.identity.schema,
      package: 'the-plugin',
      directory: this.#directory,
      getNames: () => listMigrations(this.#directory),
    };
    const owners = new LedgerOwners(
      new InstalledPackages(this.#directory),
      ownerless ? [] : [source],
    );
    const ledgers = await owners.assign(
      { pluginId: this.#pluginId },
      await readFact(subject, 'ledgers'),
    );
    return ledgers.map(ledger => ({
      ...ledger,
      ...(announced && { activity: { ...ledger.activity!, announced } }),
    }));
  }
}
