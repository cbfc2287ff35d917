import Button from '@material-ui/core/Button';
import { ReactNode, useEffect, useRef, useState } from 'react';
import { countInWords } from '../words/counts';

/** Items rendered at first, and added each time the end comes near. */
const defaultStep = 25;

/** How near the end has to come to the window before more is rendered. */
const margin = '600px';

/**
 * The first of many items, and more as the reader comes near the end of them,
 * which is where `more` must stand. Its button does the same for those who do
 * not scroll.
 */
export function useGradual<T>(
  items: readonly T[],
  noun: string,
  step: number = defaultStep,
): { shown: readonly T[]; more: ReactNode } {
  const [count, setCount] = useState(step);
  const end = useRef<HTMLDivElement>(null);
  const left = items.length - count;
  const showMore = () => setCount(before => before + step);
  useEffect(() => {
    if (left <= 0 || !end.current || !('IntersectionObserver' in window)) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) {
          setCount(before => before + step);
        }
      },
      { rootMargin: margin },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [left, step]);
  return {
    shown: items.slice(0, count),
    more: left > 0 && (
      <div ref={end}>
        <Button onClick={showMore}>
          Show more of {countInWords(left, noun)}
        </Button>
      </div>
    ),
  };
}
