/**
 * Tries until it holds, less often the longer it takes, and resolves to what
 * that came to; what it throws last is thrown.
 */
export async function eventually<T>(
  holds: () => Promise<T>,
  withinMs = 60_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (let pauseMs = 10; ; pauseMs = Math.min(2 * pauseMs, 250)) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > giveUpAt) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, pauseMs));
    }
  }
}
