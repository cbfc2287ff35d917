/** So long a part of a statement is read (ours). */
export const longestStatement = 4_000;
