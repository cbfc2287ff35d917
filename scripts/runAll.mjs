// Runs scripts of package.json one after the other, also after one that fails:
//
//   node scripts/runAll.mjs <script>…
//
// Each ends with a line "N passed, N failed, N skipped". The last line has their sums;
// a script that ends without such a line counts as one that failed. What each says
// has failed, after a line "=== Failed", is said again before it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';

const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

const failedSection = /^=== Failed\n([^]*)\n.*$/m;

const lastOutputMs = 10_000;
const mostEnd = 30_000;

let running;
let stopped;
function stop(signal) {
  stopped = signal;
  running?.kill(signal);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, stop);
}

/** Shows what a script writes, and gives its exit code and how it ended. */
async function run(script) {
  // --silent keeps npm from adding lines of its own.
  running = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let end = '';
  running.stdout.on('data', data => {
    process.stdout.write(data);
    end = (end + data).slice(-mostEnd);
  });
  const closed = once(running.stdout, 'close');
  const [code] = await once(running, 'exit');
  // What a test has left behind may hold it open for ever.
  await Promise.race([
    closed,
    setTimeout(lastOutputMs, undefined, { ref: false }),
  ]);
  end = end.trimEnd();
  return {
    code,
    lastLine: end.split('\n').pop(),
    failures: failedSection.exec(end)?.[1],
  };
}

const told = [];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const script of process.argv.slice(2)) {
  const { code, lastLine, failures } = await run(script);
  if (stopped) {
    process.exit(128 + constants.signals[stopped]);
  }
  told.push(...(failures ? ['=== Failed', failures] : []));
  const [passed, failed, skipped] = (counts.exec(lastLine) ?? [])
    .slice(1)
    .map(Number);
  total.passed += passed ?? 0;
  total.failed += failed || (code === 0 && failed === 0 ? 0 : 1);
  total.skipped += skipped ?? 0;
}
told.push(
  `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
);
process.stdout.write(`${told.join('\n')}\n`, () =>
  process.exit(total.failed > 0 ? 1 : 0),
);
