// Runs one of this repository's TypeScript programs on a machine that has npm and
// any Node from 18 up, and nothing else:
//
//   node scripts/bootstrap.mjs <program.ts> [arguments…]
//
// Finds or fetches Node 24 and Yarn, installs the dependencies, runs the program,
// passes signals on, and ends with the program's exit code.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodeMajor = '24';
const yarnVersion = '4.13.0';
const parentLookIntervalMs = 500;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const onWindows = process.platform === 'win32';

let running;

// A terminal sends Ctrl-C to all of us, `kill` to this process only. The programs
// take a second signal for the first, so passing it on does no harm.
function passOn(signal) {
  if (running) {
    running.kill(signal);
  } else {
    process.exit(128 + constants.signals[signal]);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, passOn);
}

// npm and the shell that it starts us with do not pass every signal on: when they are
// gone, nobody can stop us any more.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      passOn('SIGTERM');
    }
  }, parentLookIntervalMs).unref();
}

function run(command, args, { env = process.env, stdio }) {
  return new Promise((ended, failed) => {
    let output = '';
    running = spawn(command, args, {
      cwd: root,
      env,
      stdio,
      // npx and yarn are scripts that only the shell of Windows can start.
      shell: onWindows && !isAbsolute(command),
    });
    running.stdout?.on('data', data => {
      output += data;
    });
    running.on('error', error => {
      running = undefined;
      failed(error);
    });
    running.on('close', (code, signal) => {
      running = undefined;
      ended({
        code: code ?? 128 + constants.signals[signal],
        signal,
        output,
      });
    });
  });
}

async function runOrExit(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    process.exit(result.code);
  }
  return result;
}

async function hasRightTools() {
  if (process.versions.node.split('.')[0] !== nodeMajor) {
    return false;
  }
  try {
    const { code, output } = await run('yarn', ['--version'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' },
    });
    return code === 0 && output.trim() === yarnVersion;
  } catch {
    return false; // There is no yarn.
  }
}

/** The environment whose PATH leads to the right Node and Yarn. */
async function rightEnvironment() {
  if (await hasRightTools()) {
    return process.env;
  }
  const packages = [`node@${nodeMajor}`, `@yarnpkg/cli-dist@${yarnVersion}`];
  // Asking for the PATH instead of running inside npx leaves no process of npm's
  // between us and the program, which would have to pass signals on.
  const { output } = await runOrExit(
    'npx',
    [
      '--yes',
      ...packages.map(name => `--package=${name}`),
      '-c',
      'node -p process.env.PATH',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return { ...process.env, PATH: output.trim().split('\n').pop() };
}

const [program, ...programArguments] = process.argv.slice(2);
if (!program) {
  console.error('Usage: node scripts/bootstrap.mjs <program.ts> [arguments…]');
  process.exit(2);
}

const env = await rightEnvironment();
await runOrExit('yarn', ['install', '--immutable'], {
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const { code } = await run(
  'node',
  [
    '--enable-source-maps',
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    resolve(root, program),
    ...programArguments,
  ],
  // The channel tells the program when this process is gone, however it went.
  { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
process.exit(code);
