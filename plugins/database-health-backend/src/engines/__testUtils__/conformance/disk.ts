import { readFact } from '../subject';
import type { Conformance } from './types';

// Whoever makes tables there can fill the disk, which is what is told. Nothing is read.
/** The disk on which it lies. */
export const diskCases: Conformance = {
  fact: 'disk',
  engines: ['sqlite'],
  cases(on) {
    it('is that of a file, and of no memory', async () => {
      const bytes = expect.any(Number);
      expect(await readFact(on.subject, 'disk')).toEqual(
        on.subject.identity.inMemory
          ? null
          : { totalBytes: bytes, freeBytes: bytes },
      );
    });
  },
};
