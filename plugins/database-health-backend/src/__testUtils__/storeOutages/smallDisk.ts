import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chown, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { PostgresServer } from 'postgres-server';

/** Only root may, and not in every container. */
export const canMount = (() => {
  const directory = mkdtempSync(join(tmpdir(), 'database-health-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', directory], {
      stdio: 'ignore',
    });
    execFileSync('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(directory, { recursive: true });
  }
})();

/** A disk of 24 MiB; resolves to where it is, for {@link unmount}. */
export async function mountSmallDisk(server: PostgresServer): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'database-health-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory]);
  const { uid, gid } = await stat(server.dataDirectory);
  await chown(directory, uid, gid);
  return directory;
}

export function unmount(directory: string): void {
  execFileSync('umount', [directory]);
  rmSync(directory, { recursive: true });
}

/** Until not even a few rows have a place. */
export async function fill(session: Client): Promise<void> {
  await session.query('create table filler (text text)');
  for (const rows of [1_000, 8]) {
    const grow = `insert into filler select repeat('x', 1000) from generate_series(1, ${rows})`;
    let isFull = false;
    while (!isFull) {
      isFull = await session.query(grow).then(
        () => false,
        error => {
          expect(error.code).toBe('53100');
          return true;
        },
      );
    }
  }
}
