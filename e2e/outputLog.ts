import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputFolder } from '../scripts/places';

/** A file in test-output/ that a program writes to. */
export interface OutputLog {
  /** What the program takes as its standard output. */
  readonly descriptor: number;
  /** All that has been written so far. */
  read(): string;
  close(): void;
}

/** Opens an empty log; `name` is that of its file, without the ending. */
export function openOutputLog(name: string): OutputLog {
  mkdirSync(outputFolder, { recursive: true });
  const file = join(outputFolder, `${name}.log`);
  const descriptor = openSync(file, 'w');
  return {
    descriptor,
    read: () => readFileSync(file, 'utf8'),
    close: () => closeSync(descriptor),
  };
}
