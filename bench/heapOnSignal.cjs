// Preloaded by a process whose memory is measured: on SIGUSR2 it gives back what nobody
// holds any more, and writes how many bytes are left into `HEAP_FILE`.
const { renameSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const file = process.env.HEAP_FILE;

if (file) {
  process.on('SIGUSR2', () => {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(`${file}.part`, String(heapUsed + external));
    renameSync(`${file}.part`, file);
  });
}
