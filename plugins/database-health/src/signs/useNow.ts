import { useEffect, useReducer } from 'react';

/** The reader's clock, epoch milliseconds, told anew every `everyMs`. */
export function useNow(everyMs: number = 10_000): number {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.now();
}
