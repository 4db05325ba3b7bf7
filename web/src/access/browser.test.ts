import { expect, it } from 'vitest';
import { browserOf } from './browser';

it('tells browsers and systems apart', () => {
  expect(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux');
  expect(
    browserOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0'),
  ).toBe('Edge on Windows');
  expect(
    browserOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15'),
  ).toBe('Safari on macOS');
  expect(browserOf('pando-cli')).toBe('Command line');
});

it('shows what it does not know, shortened', () => {
  expect(browserOf('')).toBe('Unknown browser');
  expect(browserOf('x'.repeat(100))).toBe('x'.repeat(40));
});
