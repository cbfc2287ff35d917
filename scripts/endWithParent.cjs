// Loaded into a Node program that leads a process group: ends the whole group when
// the process that started it is gone, however it went, and cannot stop it any more.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.channel?.unref();
