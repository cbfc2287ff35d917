import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually';
import { PostgresTruth } from './postgresTruth';

/** A streaming standby of a server, which is stopped for a moment for it. */
export async function startStandby(
  primary: PostgresTruth,
): Promise<PostgresTruth> {
  const { host, user, password, dataDirectory } = primary.server;
  await primary.server.stop();
  // Beside it, so that it goes with it.
  const copy = `${dataDirectory}-standby`;
  execFileSync('cp', ['-a', dataDirectory, copy]);
  writeFileSync(join(copy, 'standby.signal'), '');
  await primary.restart();
  const standby = await PostgresTruth.start({
    major: primary.server.major,
    dataDirectory: copy,
    settings: {
      primary_conninfo: `host=${host} port=${primary.server.port} user=${user} password=${password}`,
    },
  });
  await untilReplayed(primary);
  return standby;
}

/** Until the standby has all that the primary has written by now. */
export async function untilReplayed(primary: PostgresTruth): Promise<void> {
  const [{ lsn }] = await primary.run<{ lsn: string }>(
    'select pg_current_wal_lsn() as lsn',
  );
  await eventually(async () => {
    expect(
      await primary.run(
        `select state, replay_lsn >= '${lsn}' as replayed from pg_stat_replication`,
      ),
    ).toEqual([{ state: 'streaming', replayed: true }]);
  });
}
