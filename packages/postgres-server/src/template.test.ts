import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { serverAccount } from './account';
import { makePrivateFolder } from './privateFolder';
import { temporaryFolder } from './reach';
import { fillFromTemplate } from './template';

const account = serverAccount();

let beside: string;
let made: number;

beforeEach(() => {
  beside = mkdtempSync(join(temporaryFolder(), 'template-test-'));
  makePrivateFolder(beside, account);
  made = 0;
});
afterEach(() => rmSync(beside, { recursive: true }));

async function make(folder: string) {
  made += 1;
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'file'), `made ${made}`);
}

async function fill(name: string, madeFrom: unknown = 'settings') {
  const folder = join(beside, name);
  makePrivateFolder(folder, account);
  await fillFromTemplate(
    folder,
    { name: 'server-1', madeFrom, make },
    { beside, account },
  );
  return readFileSync(join(folder, 'deep', 'file'), 'utf8');
}

const kept = () =>
  readdirSync(beside).filter(name => name.includes('-template-'));

it('is made once, and each has a copy of its own', async () => {
  expect(await fill('first')).toBe('made 1');
  writeFileSync(join(beside, 'first', 'deep', 'file'), 'changed');
  expect(await fill('second')).toBe('made 1');
  expect(made).toBe(1);
  expect(kept()).toHaveLength(1);
});

it('is made once more from other settings', async () => {
  await fill('first');
  expect(await fill('second', 'others')).toBe('made 2');
  expect(kept()).toHaveLength(2);
});

it('is made by several at once without disturbing each other', async () => {
  const contents = await Promise.all(['a', 'b', 'c'].map(each => fill(each)));
  expect(contents).toEqual(contents.map(() => contents[0]));
  expect(kept()).toHaveLength(1);
});

it('is made anew where the system has deleted a part', async () => {
  await fill('first');
  rmSync(join(beside, kept()[0], 'data'), { recursive: true });
  rmSync(join(beside, kept()[0], 'whole'));
  expect(await fill('second')).toBe('made 2');
  expect(await fill('third')).toBe('made 2');
});

it('is not taken from somebody else, who might have put it there', async () => {
  await fill('first');
  const [name] = kept();
  rmSync(join(beside, name), { recursive: true });
  const theirs = join(beside, 'theirs');
  mkdirSync(join(theirs, 'data', 'deep'), { recursive: true });
  writeFileSync(join(theirs, 'data', 'deep', 'file'), 'theirs');
  writeFileSync(join(theirs, 'whole'), '');
  symlinkSync(theirs, join(beside, name));
  expect(await fill('second')).toBe('made 2');
});

it('is not kept where it could not be made', async () => {
  const folder = join(beside, 'first');
  makePrivateFolder(folder, account);
  await expect(
    fillFromTemplate(
      folder,
      {
        name: 'server-1',
        madeFrom: 'settings',
        async make() {
          throw new Error('no space left');
        },
      },
      { beside, account },
    ),
  ).rejects.toThrow('no space left');
  expect(kept()).toEqual([]);
});
