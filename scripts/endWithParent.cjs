// Loaded into a Node program that leads a process group: ends the whole group when
// the process that started it is gone, however it went, and cannot stop it any more.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.channel?.unref();

// The program's own workers inherit its options, but they lead no group, and their
// channel must keep them alive.
const at = process.execArgv.findIndex(option =>
  option.endsWith('endWithParent.cjs'),
);
if (at > 0) {
  process.execArgv.splice(at - 1, 2);
}
