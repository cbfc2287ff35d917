import { screen } from '@testing-library/react';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

const hebrew = /[\u0590-\u05FF]/;
const id = '<img src=x onerror="document.title=1"><b>bold</b>';
const detail = `/databases/${encodeURIComponent(id)}`;

/** Texts of the page with letters from right to left, each with its element. */
function textsFromRightToLeft(): { text: string; element: Element }[] {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (hebrew.test(textContent!)) {
      found.push({ text: textContent!, element: parentElement! });
    }
  }
  return found;
}

/** What is said of an element, or shown when the mouse is over it. */
function wordsOfAttributes(): string[] {
  return [...document.querySelectorAll('[title], [aria-label]')]
    .flatMap(element =>
      ['title', 'aria-label'].map(element.getAttribute, element),
    )
    .flatMap(words => (words && hebrew.test(words) ? [words] : []));
}

describe('names from right to left', () => {
  it.each([
    ['/overview', 1],
    [`/overview?finding=${encodeURIComponent(`${id}:migrations-pending`)}`, 1],
    ['/databases', 1],
    ['/migrations', 1],
    ['/migrations?q=one_', 1],
    [
      `/migrations?ledger=${encodeURIComponent(
        `${id}:knex_שלום_\\u202Esj.עולם`,
      )}`,
      3,
    ],
    [`/storage?plugin=${encodeURIComponent(id)}`, 5],
    [`/storage?list=indexes&plugin=${encodeURIComponent(id)}`, 5],
    [detail, 5],
    [`${detail}?list=indexes`, 5],
    ['/activity', 0],
  ])('change the order of nothing beside them in %s', async (at, least) => {
    await renderState(stateOf('html-names'), { at });
    await screen.findByRole('status', { name: 'Status' });
    if (least > 0) {
      await screen.findAllByText(hebrew);
    }
    const texts = textsFromRightToLeft();
    expect(texts.length).toBeGreaterThanOrEqual(least);
    expect(
      texts
        .filter(({ element }) => !element.closest('bdi'))
        .map(({ text }) => text),
    ).toEqual([]);
    for (const words of wordsOfAttributes()) {
      expect(words.replaceAll(/\u2068[^\u2069]*\u2069/g, '')).not.toMatch(
        hebrew,
      );
    }
    // The mark itself is not there, only what stands for it.
    expect(document.body.textContent).not.toContain('\u202E');
  });
});
