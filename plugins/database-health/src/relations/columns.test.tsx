import { render, screen } from '@testing-library/react';
import { tableColumns } from './columns';
import type { TableRow } from './rows';

/** What is said of the upkeep of a table. */
function upkeepOf(table: Partial<TableRow['table']>): string | null {
  const { Cell } = tableColumns(() => null, false).find(
    ({ id }) => id === 'vacuum',
  )!;
  const row = { table } as TableRow;
  render(
    <div data-testid="upkeep">
      <Cell row={row} largestBytes={1} />
    </div>,
  );
  return screen.getByTestId('upkeep').textContent;
}

describe('the upkeep of a table', () => {
  const lastAnalyzeAt = new Date(Date.now() - 7_200_000).toISOString();

  it('says that it was never vacuumed', () => {
    expect(upkeepOf({ lastAnalyzeAt, deadRows: 0 })).toMatch(
      /^neveranalyzed .* ago$/,
    );
  });

  it('says nothing of vacuum where no row is ever dead', () => {
    expect(upkeepOf({ lastAnalyzeAt })).toMatch(/^analyzed .* ago$/);
  });
});
