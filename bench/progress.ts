/** Says on standard error what goes on, since some benchmarks take minutes. */
export function progress(what: string): void {
  process.stderr.write(`${what}\n`);
}
