import Button from '@material-ui/core/Button';
import { ReactNode, useEffect, useRef, useState } from 'react';
import { countInWords } from '../words/counts';

/** Items rendered at first, and added each time the end comes near. */
const step = 25;

/** How near the end has to come to the window before more is rendered. */
const margin = '600px';

/**
 * Renders a long list little by little, as the reader comes near its end. The
 * button does the same for those who do not scroll.
 */
export function Gradual<T>(props: {
  items: readonly T[];
  noun: string;
  children: (item: T) => ReactNode;
}) {
  const { items, noun, children } = props;
  const [shown, setShown] = useState(step);
  const end = useRef<HTMLDivElement>(null);
  const left = items.length - shown;
  const showMore = () => setShown(before => before + step);

  useEffect(() => {
    if (left <= 0 || !end.current || !('IntersectionObserver' in window)) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) {
          showMore();
        }
      },
      { rootMargin: margin },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [left, shown]);

  return (
    <>
      {items.slice(0, shown).map(children)}
      {left > 0 && (
        <div ref={end}>
          <Button onClick={showMore}>
            Show more of {countInWords(left, noun)}
          </Button>
        </div>
      )}
    </>
  );
}
