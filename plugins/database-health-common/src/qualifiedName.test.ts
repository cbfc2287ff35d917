import { qualifiedName } from './qualifiedName';

it('says the schema only where there is one', () => {
  expect(qualifiedName({ name: 'entities' })).toBe('entities');
  expect(qualifiedName({ schema: '', name: 'entities' })).toBe('entities');
  expect(qualifiedName({ schema: 'catalog', name: 'entities' })).toBe(
    'catalog.entities',
  );
});
