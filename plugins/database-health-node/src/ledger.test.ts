import { diffLedger, lockState } from './ledger';

const rows = (...names: string[]) =>
  names.map((name, index) => ({ name, batch: index + 1, appliedAt: null }));

const lock = (...locked: boolean[]) =>
  locked.map((isLocked, index) => ({ index: index + 1, isLocked }));

describe('diffLedger', () => {
  it.each`
    case                 | files              | applied            | pending       | missing
    ${'up to date'}      | ${['a', 'b']}      | ${['a', 'b']}      | ${[]}         | ${[]}
    ${'pending'}         | ${['a', 'b', 'c']} | ${['a']}           | ${['b', 'c']} | ${[]}
    ${'missing'}         | ${['a']}           | ${['a', 'b', 'c']} | ${[]}         | ${['b', 'c']}
    ${'diverged'}        | ${['a', 'b']}      | ${['a', 'c']}      | ${['b']}      | ${['c']}
    ${'order of files'}  | ${['c', 'a', 'b']} | ${['a']}           | ${['c', 'b']} | ${[]}
    ${'order of rows'}   | ${[]}              | ${['c', 'a', 'b']} | ${[]}         | ${['c', 'a', 'b']}
    ${'applied twice'}   | ${['a']}           | ${['a', 'b', 'b']} | ${[]}         | ${['b']}
    ${'nothing at all'}  | ${[]}              | ${[]}              | ${[]}         | ${[]}
    ${'no known source'} | ${null}            | ${['a', 'b']}      | ${[]}         | ${[]}
  `('$case', ({ files, applied, pending, missing }) => {
    expect(diffLedger({ files, applied: rows(...applied) })).toEqual({
      pending,
      missing,
    });
  });
});

describe('lockState', () => {
  it.each`
    case                             | lockRows              | runningSince | state
    ${'one row, not locked'}         | ${lock(false)}        | ${undefined} | ${'free'}
    ${'one row, locked'}             | ${lock(true)}         | ${undefined} | ${'held'}
    ${'locked by a run of ours'}     | ${lock(true)}         | ${1}         | ${'running'}
    ${'a transactional run of ours'} | ${lock(false)}        | ${1}         | ${'running'}
    ${'two rows, none locked'}       | ${lock(false, false)} | ${undefined} | ${'malformed'}
    ${'two rows, and a run'}         | ${lock(false, true)}  | ${1}         | ${'malformed'}
    ${'no row, and a first run'}     | ${[]}                 | ${1}         | ${'running'}
    ${'no row'}                      | ${[]}                 | ${undefined} | ${'malformed'}
    ${'no lock table'}               | ${null}               | ${undefined} | ${'free'}
  `('$case is $state', ({ lockRows, runningSince, state }) => {
    expect(lockState({ lockRows, runningSince })).toBe(state);
  });
});
