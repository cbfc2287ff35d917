import { isVisible, visible } from './invisible';

describe('visible', () => {
  it.each([
    ['plain text', 'é is 文字 and 🙂', 'é is 文字 and 🙂'],
    ['an override of the direction', 'a\u202Ejs.b', 'a\\u202Ejs.b'],
    ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['a mark of the direction', 'a\u200Fb\u061Cc', 'a\\u200Fb\\u061Cc'],
    ['what has no width', 'a\u200Bb\uFEFFc\u2060', 'a\\u200Bb\\uFEFFc\\u2060'],
    ['a soft hyphen', 'a\u00ADb', 'a\\u00ADb'],
    ['a filler', 'a\u3164b\u115F', 'a\\u3164b\\u115F'],
    ['a tag', 'a\u{E0041}', 'a\\u{E0041}'],
    ['half of a pair', 'a\uD800', 'a\\uD800'],
    ['control characters', '\u0007\u001B[2J\u0085', '\\u0007\\u001B[2J\\u0085'],
    ['line ends', 'a\r\nb\u2028', 'a\\u000D\\u000Ab\\u2028'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(isVisible(text)).toBe(text === shown);
    expect(visible(shown)).toBe(shown);
  });

  it('keeps what it is told to keep', () => {
    expect(visible('a\n\tb\u202E', '\n\t')).toBe('a\n\tb\\u202E');
    expect(isVisible('a\nb', '\n')).toBe(true);
  });
});
