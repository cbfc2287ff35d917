/** A deadline is waited for in so many parts. */
const parts = 5;

/**
 * Aborts once this process was free for so long; returns what calls it off.
 *
 * A process that is busy takes no answer, and its timers strike before it reads
 * one that has been there for long. However long it was busy, that is one part of
 * the deadline, and the answer is read before the next.
 */
export function abortAfter(
  ms: number,
  controller: AbortController,
): () => void {
  let left = parts;
  const timer = setInterval(() => {
    left -= 1;
    if (left === 0) {
      clearInterval(timer);
      controller.abort(new DOMException('Too slow', 'TimeoutError'));
    }
  }, ms / parts);
  timer.unref();
  return () => clearInterval(timer);
}

/** A signal that aborts once this process was free for so long. */
export function deadline(ms: number): AbortSignal {
  const controller = new AbortController();
  abortAfter(ms, controller);
  return controller.signal;
}
