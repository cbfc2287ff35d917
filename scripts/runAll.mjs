// Runs scripts of package.json one after the other, also after one that fails:
//
//   node scripts/runAll.mjs <script>…
//
// Each ends with a line "N passed, N failed, N skipped". The last line has their sums;
// a script that ends without such a line counts as one that failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';

const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

const lastOutputMs = 10_000;

let running;
let stopped;
function stop(signal) {
  stopped = signal;
  running?.kill(signal);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, stop);
}

/** Shows what a script writes, and gives its exit code and its last line. */
async function run(script) {
  // --silent keeps npm from adding lines of its own.
  running = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let end = '';
  running.stdout.on('data', data => {
    process.stdout.write(data);
    end = (end + data).slice(-1000);
  });
  const closed = once(running.stdout, 'close');
  const [code] = await once(running, 'exit');
  // What a test has left behind may hold it open for ever.
  await Promise.race([
    closed,
    setTimeout(lastOutputMs, undefined, { ref: false }),
  ]);
  return { code, lastLine: end.trimEnd().split('\n').pop() };
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const script of process.argv.slice(2)) {
  const { code, lastLine } = await run(script);
  if (stopped) {
    process.exit(128 + constants.signals[stopped]);
  }
  const [passed, failed, skipped] = (counts.exec(lastLine) ?? [])
    .slice(1)
    .map(Number);
  total.passed += passed ?? 0;
  total.failed += failed || (code === 0 && failed === 0 ? 0 : 1);
  total.skipped += skipped ?? 0;
}
process.stdout.write(
  `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
  () => process.exit(total.failed > 0 ? 1 : 0),
);
