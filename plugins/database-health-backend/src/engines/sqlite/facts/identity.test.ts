import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observedPlugin } from '../../__testUtils__/observedPlugin';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever owns a table reaches nothing through this: the path of the file is read, and
// the version of the library.
describe('The server of an SQLite file', () => {
  it('is the file itself, whatever leads to it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sqlite-'));
    const link = `${directory}-link`;
    symlinkSync(directory, link);
    const said = async (
      pluginId: string,
      connection: object | string,
      filename?: string,
    ) => {
      const plugin = await observedPlugin(pluginId, {
        client: 'better-sqlite3',
        connection,
        ...(filename && {
          plugin: { [pluginId]: { connection: { filename } } },
        }),
      });
      try {
        const subject = { ...plugin, identity: { name: 'any' } } as Subject;
        return (await readFact(subject, 'identity')).server;
      } finally {
        await plugin.dispose();
      }
    };
    try {
      const one = await said('one', { directory }, 'shared.sqlite');
      expect(one).toEqual({ key: one!.run, run: one!.run });
      expect(await said('other', { directory: link }, 'shared.sqlite')).toEqual(
        one,
      );
      expect(await said('other', { directory })).not.toEqual(one);
      expect(await said('one', ':memory:')).toBeUndefined();
    } finally {
      rmSync(link);
      rmSync(directory, { recursive: true });
    }
  });
});
