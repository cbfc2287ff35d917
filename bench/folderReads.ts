import fs from 'node:fs';
import { resolve } from 'node:path';

const counts = new Map<string, number>();

function note(folder: unknown): void {
  const key = resolve(String(folder));
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

// Whoever reads a folder calls one of these; Knex keeps its own hold of the first
// from when it is loaded, so this file has to be loaded before it.
const { readdir, readdirSync } = fs;
const readdirPromise = fs.promises.readdir;
fs.readdir = Object.assign((...args: unknown[]) => {
  note(args[0]);
  return Reflect.apply(readdir, fs, args);
}, readdir) as typeof readdir;
fs.readdirSync = ((...args: unknown[]) => {
  note(args[0]);
  return Reflect.apply(readdirSync, fs, args);
}) as typeof readdirSync;
fs.promises.readdir = ((...args: unknown[]) => {
  note(args[0]);
  return Reflect.apply(readdirPromise, fs.promises, args);
}) as typeof readdirPromise;

/** How often this process has read each folder since the count was begun anew. */
export const folderReads = {
  beginAnew: () => counts.clear(),
  byFolder: (): ReadonlyMap<string, number> => counts,
};
