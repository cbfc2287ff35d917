import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { notingRows } from '../../__testUtils__/fetchedRows';
import {
  asSuperuser,
  mariadb,
  superuserSession,
} from '../../__testUtils__/mariadbSubjects';
import { readFact } from '../../__testUtils__/subject';

// Whoever may make a database that is named as a plugin's has its name and size
// listed. Of the tables in it nothing is read.
(available ? describe : describe.skip)('The neighbours on MariaDB', () => {
  let server: MariadbServer;

  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server?.dispose());

  it('are the databases that are named as those of plugins, as far as the role may see them', async () => {
    const subject = await mariadb(server).create('catalog');
    for (const name of [
      'backstage_plugin_old',
      'backstageXplugin_no',
      'other',
    ]) {
      await asSuperuser(server, `create database ${name}`);
    }
    await asSuperuser(
      server,
      'create table t (id int primary key)',
      'backstage_plugin_old',
    );
    await asSuperuser(server, 'analyze table t', 'backstage_plugin_old');
    expect(await readFact(subject, 'neighbours')).toEqual({
      engine: 'mysql',
      databases: [
        { name: 'backstage_plugin_catalog', pluginId: 'catalog', bytes: 0 },
        { name: 'backstage_plugin_old', pluginId: 'old', bytes: 16_384 },
      ],
      schemas: [],
    });

    await asSuperuser(server, `create user plain identified by 'plain'`);
    await asSuperuser(
      server,
      'grant all on `backstage\\_plugin\\_%`.* to plain',
    );
    const plain = await mariadb(
      server,
      { user: 'plain', password: 'plain' },
      { ensureExists: false },
    ).create('catalog');
    expect(await readFact(plain, 'neighbours')).toMatchObject({
      databases: [
        { pluginId: 'catalog', bytes: null },
        { pluginId: 'old', bytes: null },
      ],
    });

    await asSuperuser(server, 'drop database backstage_plugin_old');
    expect(await readFact(subject, 'neighbours')).toMatchObject({
      databases: [{ pluginId: 'catalog' }],
    });
    await plain.dispose();
    await subject.dispose();
  });

  it('are at most 1 000, and no more are fetched', async () => {
    const subject = await mariadb(server).create('catalog');
    const filler = await superuserSession(server);
    for (let i = 0; i < 1_020; i += 1) {
      await filler.query(`create database backstage_plugin_x${i}`);
    }
    filler.destroy();
    const fetched: number[] = [];
    const { databases } = await readFact(subject, 'neighbours', db =>
      notingRows(db, fetched),
    );
    expect(databases).toHaveLength(1_000);
    expect(fetched).toEqual([1_000, 1, expect.any(Number)]);
    await subject.dispose();
  });
});
