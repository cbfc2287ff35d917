import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Recording } from '../../plugins/database-health/src/fixtures/recorded/recording';
import { root } from '../../scripts/places';
import type { RunningPortal } from '../startPortal';

const folder = join(root, 'plugins/database-health/src/fixtures/recorded');

/** Writes an answer down, without the folders and names of this machine. */
export function writeRecorded(
  name: string,
  answer: object | Recording,
  portal: RunningPortal,
): void {
  const { port } = new URL(portal.url);
  const servers = 'overview' in answer ? answer.overview.servers : [];
  const text = [
    [root, '/app'],
    [hostname(), 'backstage-7d9c5b-x2x8k'],
    [`127.0.0.1:${portal.postgres?.port}`, 'db.internal:5432'],
    [`localhost:${port}`, 'portal.example.com'],
    // Another one each time.
    ...(servers.length === 1 ? [[servers[0].id, 'postgres-1']] : []),
  ].reduce(
    (said, [here, there]) => said.replaceAll(here, there),
    JSON.stringify(answer),
  );
  const file = join(folder, `${name}.json`);
  writeFileSync(file, text);
  spawnSync(join(root, 'node_modules/.bin/prettier'), ['--write', file]);
  console.log(`${name}: ${Math.round(text.length / 1024)} KiB`);
}
