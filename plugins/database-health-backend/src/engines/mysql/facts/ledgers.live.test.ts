import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { eventually } from '../../../__testUtils__/eventually';
import { mariadb, superuserSession } from '../../__testUtils__/mariadbSubjects';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import { type Subject, readFact, unseen } from '../../__testUtils__/subject';

// Tables have no owner here: plain rows of whoever made them are read for a ledger's,
// up to the caps. What else they reach is tried in ledgers/hostileTables.live.test.ts.
(available ? describe : describe.skip)('A ledger of MariaDB', () => {
  let server: MariadbServer;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  async function create(settings: Record<string, string> = {}) {
    server = await startMariadb({ settings });
  }
  beforeEach(() => {
    folder = new MigrationsFolder().add('1_first.js');
  });
  afterEach(() => folder.dispose());

  const migrate = (config: object = {}) =>
    subject.client.migrate.latest({ directory: folder.directory, ...config });
  const readLedgers = () => readFact(subject, 'ledgers');

  describe('on a server as it comes', () => {
    beforeAll(() => create());
    beforeEach(async () => {
      created += 1;
      subject = await mariadb(server).create(`plugin${created}`);
    });
    afterEach(() => subject?.dispose());
    afterAll(() => server?.dispose());

    it.each(['local', 'Z', '+05:00', '-03:30'])(
      'has the times at which its migrations were applied, in the zone %s of the plugin',
      async timezone => {
        subject = await mariadb(server, { timezone }).create(`zone${created}`);
        await subject.client.raw(`set time_zone = '+02:00'`);
        subject.client.client.pool.max = 1;
        const before = Date.now() - 1_000;
        await migrate();
        const [{ applied }] = await readLedgers();
        expect(Date.parse(applied[0].appliedAt!)).toBeGreaterThan(before);
        expect(Date.parse(applied[0].appliedAt!)).toBeLessThanOrEqual(
          Date.now(),
        );
      },
    );

    it('may lie in another database', async () => {
      await subject.client.raw('create database if not exists elsewhere');
      await migrate({ schemaName: 'elsewhere', tableName: 'other' });
      await migrate();
      expect(await readLedgers()).toMatchObject([
        {
          table: 'other',
          schema: 'elsewhere',
          applied: [{ name: '1_first.js' }],
          lockRows: [{ index: 1, isLocked: false }],
        },
        { table: 'knex_migrations', applied: [{ name: '1_first.js' }] },
      ]);
    });

    it('tells the sessions of its database that run a statement while it is locked', async () => {
      await migrate();
      const other = await superuserSession(server, subject.identity.name);
      const { threadId } = other;
      const running = other.query('select sleep(60)').catch(() => {});
      const activity = async () => (await readLedgers())[0].activity;
      expect(await activity()).toEqual({
        holders: [],
        active: [],
        partial: false,
      });

      await subject.client('knex_migrations_lock').update({ is_locked: 1 });
      // A session of the plugin's own pool does not count.
      const own = subject.client.raw('select sleep(1)').then(() => {});
      const seen = await eventually(async () => {
        const told = await activity();
        expect(told).toEqual({
          holders: [],
          active: [{ pid: threadId, since: expect.any(Number) }],
          partial: false,
        });
        return told;
      });
      expect(seen!.active[0].since).toBeLessThanOrEqual(Date.now());
      await own;
      other.destroy();
      await running;
    });

    it('says that the sessions of other users are hidden from a plain one', async () => {
      const { name } = subject.identity;
      const user = `plain${created}`;
      await subject.client.raw(`create user ${user} identified by 'secret'`);
      await subject.client.raw(`grant all on ${name}.* to ${user}`);
      const plain = await mariadb(server, { user, password: 'secret' }).create(
        `plugin${created}`,
      );
      const { directory } = folder;
      await plain.client.migrate.latest({ directory });
      await plain.client('knex_migrations_lock').update({ is_locked: 1 });
      const other = await superuserSession(server, name);
      const running = other.query('select sleep(60)').catch(() => {});
      const [ledger] = await readFact(plain, 'ledgers');
      expect(ledger.activity).toEqual({
        holders: [],
        active: [],
        partial: true,
      });
      other.destroy();
      await running;
      await plain.dispose();
    });
  });

  describe('on a server that folds the case of names', () => {
    beforeAll(() => create({ lower_case_table_names: '1' }));
    afterAll(() => server?.dispose());

    it('is the same, however it is written', async () => {
      subject = await mariadb(server).create('plugin');
      await migrate({ tableName: 'Knex_Migrations' });
      expect(await readLedgers()).toMatchObject([
        { table: 'Knex_Migrations', applied: [{ name: '1_first.js' }] },
      ]);
      expect(await readFact(unseen(subject), 'ledgers')).toMatchObject([
        { table: 'knex_migrations', applied: [{ name: '1_first.js' }] },
      ]);
      await subject.dispose();
    });
  });
});
