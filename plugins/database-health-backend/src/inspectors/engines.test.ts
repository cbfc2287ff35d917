import { adapterFor, engineAdapters } from './engines';

describe('adapterFor', () => {
  it('gives each engine its own adapter', () => {
    for (const adapter of engineAdapters) {
      expect(adapterFor(adapter.engine)).toBe(adapter);
    }
    expect(engineAdapters.map(({ engine }) => engine)).toEqual([
      'postgres',
      'sqlite',
    ]);
  });

  it('says of an engine without one that it is not supported yet', () => {
    expect(adapterFor('mysql')).toEqual({
      unsupported: 'Databases of the engine mysql are not supported yet',
    });
  });
});
