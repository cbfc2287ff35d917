import type { ReactNode } from 'react';
import { useGradual } from '../tables/useGradual';

/** No more than a browser renders in a blink; a window is filled step by step. */
const step = 4;

/** Renders a long list little by little, as the reader comes near its end. */
export function Gradual<T>(props: {
  items: readonly T[];
  noun: string;
  children: (item: T) => ReactNode;
}) {
  const { shown, more } = useGradual(props.items, props.noun, step);
  return (
    <>
      {shown.map(props.children)}
      {more}
    </>
  );
}
