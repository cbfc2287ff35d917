import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const programText = `
require('./src').startPostgres().then(({ port, dataDirectory, pause }) => {
  pause();
  process.stdout.write(JSON.stringify({ port, dataDirectory }));
});
`;

it('ends a server and deletes its data when who started it is killed', async () => {
  const program = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      '--eval',
      programText,
    ],
    { cwd: `${__dirname}/..`, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [told] = await once(program.stdout, 'data');
  const { port, dataDirectory } = JSON.parse(told);
  expect(existsSync(dataDirectory)).toBe(true);

  program.kill('SIGKILL');
  await once(program, 'close');
  const refuses = () =>
    new Client({ host: '127.0.0.1', port }).connect().then(
      () => false,
      ({ code }) => code === 'ECONNREFUSED',
    );
  while (existsSync(dataDirectory) || !(await refuses())) {
    await sleep(50);
  }
  expect(existsSync(dataDirectory)).toBe(false);
});
