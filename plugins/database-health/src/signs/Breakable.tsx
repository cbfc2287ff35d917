import { Fragment } from 'react';

/**
 * A name without spaces, such as that of a file, a table or a package, which may
 * go on in the next line between its parts. One that is written from right to left
 * changes the order of nothing beside it.
 */
export function Breakable({ name }: { name: string }) {
  const parts = name.split(/(?<=[_/.-])(?![_/.-])/);
  return (
    <bdi>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}
