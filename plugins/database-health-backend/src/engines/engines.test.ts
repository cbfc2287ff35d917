import { engineAdapters, readableFacts } from './engines';

describe('the engines', () => {
  it.each(Object.entries(engineAdapters))(
    'have %s under the name of its folder, and it tells what it reads',
    (name, adapter) => {
      expect(jest.requireActual(`./${name}`)).toEqual({ [name]: adapter });
      expect([...readableFacts(adapter)].sort()).toEqual(
        Object.keys(adapter.inspector).sort(),
      );
    },
  );
});
