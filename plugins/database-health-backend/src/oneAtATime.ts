/** Runs never overlap; what is asked for meanwhile is done once, afterwards. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    try {
      while (again) {
        again = false;
        await work();
      }
    } finally {
      running = undefined;
    }
  };
  return () => {
    again = true;
    // A step later: what throws at once would be over before it is running.
    running ??= Promise.resolve().then(run);
    return running;
  };
}
