/** One press of a key that writes a character on a keyboard of the layout "us". */
export interface Keystroke {
  /** X11 keysym of the character (Xlib, appendix A: equal to its Latin-1 code where it has one). */
  keysym: number;
  /** KeyboardEvent.code of the key: servers that take scan codes need it. */
  code: string;
  shift: boolean;
}

const shiftedDigits = ')!@#$%^&*(';

const punctuation: Record<string, string> = {
  '`~': 'Backquote',
  '-_': 'Minus',
  '=+': 'Equal',
  '[{': 'BracketLeft',
  ']}': 'BracketRight',
  '\\|': 'Backslash',
  ';:': 'Semicolon',
  '\'"': 'Quote',
  ',<': 'Comma',
  '.>': 'Period',
  '/?': 'Slash',
};

function layout(): Map<string, Keystroke> {
  const strokes = new Map<string, Keystroke>();
  const add = (character: string, code: string, shift: boolean, keysym = character.charCodeAt(0)) =>
    strokes.set(character, { keysym, code, shift });
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    const upper = letter.toUpperCase();
    add(letter, `Key${upper}`, false);
    add(upper, `Key${upper}`, true);
  }
  for (let digit = 0; digit < 10; digit++) {
    add(String(digit), `Digit${digit}`, false);
    add(shiftedDigits.charAt(digit), `Digit${digit}`, true);
  }
  for (const [pair, code] of Object.entries(punctuation)) {
    add(pair.charAt(0), code, false);
    add(pair.charAt(1), code, true);
  }
  add(' ', 'Space', false);
  add('\n', 'Enter', false, 0xff0d);
  add('\t', 'Tab', false, 0xff09);
  return strokes;
}

const strokes = layout();

export const shiftKey = { keysym: 0xffe1, code: 'ShiftLeft' };

/** The keys to press for a text, and the characters that no key of the layout writes. */
export function keystrokes(text: string): { strokes: Keystroke[]; untypable: string[] } {
  const typed: Keystroke[] = [];
  const untypable = new Set<string>();
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const stroke = strokes.get(character);
    if (stroke) typed.push(stroke);
    else untypable.add(character);
  }
  return { strokes: typed, untypable: [...untypable] };
}
