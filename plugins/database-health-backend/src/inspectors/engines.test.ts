import { engineAdapters, readableFacts } from './engines';

describe('the engines', () => {
  it.each(Object.entries(engineAdapters))(
    'have %s under its own name, and it tells what it reads',
    (name, adapter) => {
      expect(adapter.engine).toBe(name);
      expect([...readableFacts(adapter.engine)].sort()).toEqual(
        Object.keys(adapter.inspector).sort(),
      );
    },
  );
});
