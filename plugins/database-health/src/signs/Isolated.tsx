import { Fragment } from 'react';
import { byDirection } from '../words/rightToLeft';

/** Words between which there may be names that are written from right to left. */
export function Isolated({ text }: { text: string }) {
  return (
    <>
      {byDirection(text).map((part, index) =>
        index % 2 === 1 ? (
          <bdi key={index}>{part}</bdi>
        ) : (
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </>
  );
}
