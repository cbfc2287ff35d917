const logTailLines = 40;

/** The last lines of a log, with what they are said about. */
export function withTail(message: string, log: string): string {
  const tail = log.trimEnd().split('\n').slice(-logTailLines);
  return [message, ...tail].join('\n');
}
