import { describe, expect, it } from 'vitest';
import { keystrokes } from './keystrokes';

describe('typed text', () => {
  it('holds Shift exactly where the key needs it', () => {
    const { strokes } = keystrokes('aA1!');
    expect(strokes).toEqual([
      { keysym: 0x61, code: 'KeyA', shift: false },
      { keysym: 0x41, code: 'KeyA', shift: true },
      { keysym: 0x31, code: 'Digit1', shift: false },
      { keysym: 0x21, code: 'Digit1', shift: true },
    ]);
  });
  it('knows every printable ASCII character', () => {
    const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    const { strokes, untypable } = keystrokes(printable);
    expect(untypable).toEqual([]);
    expect(strokes).toHaveLength(95);
    expect(strokes.every((stroke, index) => stroke.keysym === 32 + index)).toBe(true);
    expect(new Set(strokes.map((stroke) => `${stroke.code} ${stroke.shift}`)).size).toBe(95);
  });
  it('ends lines with Enter, whatever they ended with', () => {
    expect(keystrokes('a\r\nb\rc\n').strokes.map((stroke) => stroke.code)).toEqual([
      'KeyA',
      'Enter',
      'KeyB',
      'Enter',
      'KeyC',
      'Enter',
    ]);
  });
  it('names once what cannot be typed and types the rest', () => {
    const { strokes, untypable } = keystrokes('ü€ü ok 😀');
    expect(untypable).toEqual(['ü', '€', '😀']);
    expect(strokes.map((stroke) => stroke.code)).toEqual(['Space', 'KeyO', 'KeyK', 'Space']);
  });
});
