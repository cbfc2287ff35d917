import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

const field = () => screen.findByRole('textbox', { name: /^Search/ });

describe('the field to search in', () => {
  it('writes what is typed into the address, and shows what stands there', async () => {
    await renderState(stateOf('sick'), { at: '/databases' });
    await userEvent.type(await field(), 'cata');
    expect(await field()).toHaveValue('cata');
    expect(screen.getByLabelText('Address')).toHaveTextContent('q=cata');
    await userEvent.type(await field(), 'xyz');
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filters' }),
    );
    expect(await field()).toHaveValue('');
  });

  it('renders at once where React is too old to do it little by little', () => {
    jest.isolateModules(() => {
      jest.doMock('react', () => ({
        ...jest.requireActual('react'),
        useDeferredValue: undefined,
        useTransition: undefined,
      }));
      const {
        useDeferredValue,
        useTransition,
      } = require('../frame/concurrent');
      expect(useDeferredValue('typed')).toBe('typed');
      const [onItsWay, start] = useTransition();
      const change = jest.fn();
      start(change);
      expect(onItsWay).toBe(false);
      expect(change).toHaveBeenCalled();
    });
    jest.dontMock('react');
  });
});
