/**
 * Ends this process with the exit code of its program; with 1, and the error on
 * standard error, where that throws. It would not end by itself: the channel to the
 * bootstrap keeps it alive.
 *
 * @param shown - What of an error is written; all of it by default.
 */
export function exitWith(
  program: Promise<number>,
  shown: (error: unknown) => unknown = error => error,
): void {
  program.then(
    code => process.exit(code),
    error => {
      console.error(shown(error));
      process.exit(1);
    },
  );
}
