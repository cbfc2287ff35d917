import { bytesInWords } from './bytesInWords';

const MiB = 1024 ** 2;

describe('bytes in words', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [99.94 * 1024, '99.9 KiB'],
    [100 * 1024, '100 KiB'],
    [1023.9 * 1024, '1.0 MiB'],
    [-2048, '-2.0 KiB'],
    [2.31 * 1024 ** 3, '2.3 GiB'],
    [118 * 1024 ** 3, '118 GiB'],
    [4 * 1024 ** 5, '4.0 PiB'],
    [9_000 * 1024 ** 5, '9000 PiB'],
  ])('%d is %s', (bytes, words) => {
    expect(bytesInWords(bytes)).toBe(words);
  });

  it.each([
    ['12.2 MiB', '12.0 MiB', 12.24 * MiB, 12 * MiB],
    ['12.02 MiB', '12.00 MiB', 12.02 * MiB, 12 * MiB],
    ['100.4 MiB', '100.0 MiB', 100.4 * MiB, 100 * MiB],
    ['97.0 MiB', '100 MiB', 97 * MiB, 100 * MiB],
    // As near as three digits do not tell.
    ['1.0 GiB', '1.0 GiB', 1023.9 * MiB, 1024 * MiB],
    ['643 MiB', '5.0 GiB', 643 * MiB, 5120 * MiB],
    ['12.0 MiB', '12.0 MiB', 12 * MiB, 12 * MiB],
    ['513 B', '512 B', 513, 512],
  ])('%s against %s', (words, againstWords, bytes, against) => {
    expect(bytesInWords(bytes, against)).toBe(words);
    expect(bytesInWords(against, bytes)).toBe(againstWords);
  });
});
