// Tests start servers and wait for states, which a busy machine makes long.
jest.setTimeout(300_000);
