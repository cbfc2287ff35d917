import { render, screen } from '@testing-library/react';
import { Sparkline } from './Sparkline';

const GiB = 1024 ** 3;
const line = () => document.querySelector('path')?.getAttribute('d') ?? '';

describe('a sparkline', () => {
  it('says by how much it grew', () => {
    render(<Sparkline daily={[GiB, 1.5 * GiB, 2.25 * GiB]} />);
    expect(
      screen.getByRole('img', { name: 'grew by 1.3 GiB in 2 days' }),
    ).toBeVisible();
  });

  it('says that it shrank, or did not grow', () => {
    render(<Sparkline daily={[2 * GiB, GiB]} />);
    expect(
      screen.getByRole('img', { name: 'shrank by 1.0 GiB in 1 day' }),
    ).toBeVisible();
    render(<Sparkline daily={[GiB, GiB]} />);
    expect(
      screen.getByRole('img', { name: 'did not grow in 1 day' }),
    ).toBeVisible();
  });

  it('is broken where a day is not known', () => {
    render(<Sparkline daily={[1, 2, null, 3, 4]} />);
    expect(line().match(/M/g)).toHaveLength(2);
  });

  it('does not make little growth look steep', () => {
    render(<Sparkline daily={[1000 * GiB, 1000.1 * GiB]} heightPx={20} />);
    const [, from, to] = /^M \S+ (\S+) L \S+ (\S+)$/.exec(line()) ?? [];
    expect(Number(from) - Number(to)).toBeLessThan(1);
  });

  it('is nothing below two days', () => {
    render(<Sparkline daily={[null, null, 3]} />);
    expect(screen.queryByRole('img')).toBeNull();
  });
});
