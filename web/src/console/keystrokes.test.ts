import { describe, expect, it } from 'vitest';
import { keystrokes } from './keystrokes';
import { layoutLabels, strokesOf, type LayoutName } from './layouts';

describe('typed text', () => {
  it('holds Shift exactly where the key needs it', () => {
    const { strokes } = keystrokes('aA1!');
    expect(strokes).toEqual([
      { keysym: 0x61, code: 'KeyA', shift: false, altGr: false },
      { keysym: 0x41, code: 'KeyA', shift: true, altGr: false },
      { keysym: 0x31, code: 'Digit1', shift: false, altGr: false },
      { keysym: 0x21, code: 'Digit1', shift: true, altGr: false },
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
  it('presses the key that the guest makes that character of', () => {
    expect(keystrokes('zy', 'de').strokes.map((stroke) => stroke.code)).toEqual(['KeyY', 'KeyZ']);
    expect(keystrokes('a1', 'fr').strokes.map((stroke) => `${stroke.code} ${stroke.shift}`)).toEqual([
      'KeyQ false',
      'Digit1 true',
    ]);
    expect(keystrokes('@', 'de').strokes).toEqual([{ keysym: 0x40, code: 'KeyQ', shift: false, altGr: true }]);
    expect(keystrokes('{', 'it').strokes).toEqual([{ keysym: 0x7b, code: 'BracketLeft', shift: true, altGr: true }]);
  });
  it('completes a dead key with a space', () => {
    expect(keystrokes('^', 'de').strokes.map((stroke) => stroke.code)).toEqual(['Backquote', 'Space']);
  });
  it.each(Object.keys(layoutLabels) as LayoutName[])(
    'knows every printable ASCII character of the layout %s',
    (name) => {
      const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
      // What programs are written with. Italian keyboards have all of it, but in four levels.
      expect(keystrokes(printable.join(''), name).untypable).toEqual([]);
      const ways = printable.map((character) =>
        JSON.stringify(keystrokes(character, name).strokes.map((stroke) => [stroke.code, stroke.shift, stroke.altGr])),
      );
      expect(new Set(ways).size).toBe(95);
      expect([...strokesOf(name).values()].every((strokes) => strokes.every((stroke) => stroke.code !== ''))).toBe(
        true,
      );
    },
  );
});
