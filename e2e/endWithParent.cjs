// Loaded into the backend of a browser test: ends it when the process that started
// it is gone, however it went, and so cannot stop it any more.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
