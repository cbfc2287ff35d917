import { adapterFor, engineAdapters } from './engines';

describe('adapterFor', () => {
  it('gives each engine its own adapter', () => {
    for (const adapter of engineAdapters) {
      expect(adapterFor(adapter.engine)).toBe(adapter);
    }
    expect(engineAdapters.map(({ engine }) => engine)).toEqual([
      'postgres',
      'mysql',
      'sqlite',
    ]);
  });
});
