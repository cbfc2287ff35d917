// Tests start a backend and wait for states, which a busy machine makes long.
jest.setTimeout(120_000);
