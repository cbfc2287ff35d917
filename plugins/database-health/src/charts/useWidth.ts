import { RefObject, useEffect, useRef, useState } from 'react';

/** What is drawn where the browser does not measure. */
const unmeasuredPx = 640;

/** The width of an element in whole pixels, kept up to date. */
export function useWidth<E extends HTMLElement>(): [
  ref: RefObject<E>,
  widthPx: number | undefined,
] {
  const ref = useRef<E>(null);
  const [widthPx, setWidthPx] = useState<number>();
  useEffect(() => {
    const element = ref.current;
    if (!element || !('ResizeObserver' in window)) {
      setWidthPx(unmeasuredPx);
      return undefined;
    }
    const measure = () => setWidthPx(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, widthPx];
}
