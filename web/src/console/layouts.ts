/** One press of a key that writes a character, or a dead key that the next one completes. */
export interface Keystroke {
  /** X11 keysym of the character (Xlib, appendix A: equal to its Latin-1 code where it has one). */
  keysym: number;
  /** KeyboardEvent.code of the key, by its place on the keyboard: what the guest's own layout makes a character of. */
  code: string;
  shift: boolean;
  altGr: boolean;
}

const rows = [
  ['Backquote', ...digits(), 'Minus', 'Equal'],
  [...keys('QWERTYUIOP'), 'BracketLeft', 'BracketRight'],
  [...keys('ASDFGHJKL'), 'Semicolon', 'Quote', 'Backslash'],
  ['IntlBackslash', ...keys('ZXCVBNM'), 'Comma', 'Period', 'Slash'],
];

function digits(): string[] {
  return Array.from('1234567890', (digit) => `Digit${digit}`);
}

function keys(letters: string): string[] {
  return Array.from(letters, (letter) => `Key${letter}`);
}

interface Drawing {
  label: string;
  /** The rows of the keyboard from top to bottom as they are written, without a modifier; a space where a key writes nothing alone. */
  plain: string[];
  /** The same with Shift. */
  shift: string[];
  /** Characters by key with AltGr, and with Shift and AltGr. */
  altGr?: Record<string, string>;
  shiftAltGr?: Record<string, string>;
  /** Characters that are written by a dead key and a space after it, as modifiers and key. */
  dead?: Record<string, Partial<Omit<Keystroke, 'keysym'>>>;
}

const drawings = {
  us: {
    label: 'US English',
    plain: ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'\\", ' zxcvbnm,./'],
    shift: ['~!@#$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:"|', ' ZXCVBNM<>?'],
  },
  gb: {
    label: 'British English',
    plain: ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'#", '\\zxcvbnm,./'],
    shift: ['¬!"£$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:@~', '|ZXCVBNM<>?'],
    altGr: { Digit4: '€', Backquote: '¦' },
  },
  de: {
    label: 'German',
    plain: [' 1234567890ß ', 'qwertzuiopü+', 'asdfghjklöä#', '<yxcvbnm,.-'],
    shift: ['°!"§$%&/()=? ', 'QWERTZUIOPÜ*', "ASDFGHJKLÖÄ'", '>YXCVBNM;:_'],
    altGr: {
      Digit2: '²',
      Digit3: '³',
      Digit7: '{',
      Digit8: '[',
      Digit9: ']',
      Digit0: '}',
      Minus: '\\',
      KeyQ: '@',
      KeyE: '€',
      BracketRight: '~',
      KeyM: 'µ',
      IntlBackslash: '|',
    },
    dead: { '^': { code: 'Backquote' }, '´': { code: 'Equal' }, '`': { code: 'Equal', shift: true } },
  },
  ch: {
    label: 'Swiss German',
    plain: ["§1234567890' ", 'qwertzuiopü ', 'asdfghjklöä$', '<yxcvbnm,.-'],
    shift: ['°+"*ç%&/()=? ', 'QWERTZUIOPè!', 'ASDFGHJKLéà£', '>YXCVBNM;:_'],
    altGr: {
      Digit2: '@',
      Digit3: '#',
      Digit7: '|',
      KeyE: '€',
      BracketLeft: '[',
      BracketRight: ']',
      Quote: '{',
      Backslash: '}',
      IntlBackslash: '\\',
    },
    dead: {
      '^': { code: 'Equal' },
      '`': { code: 'Equal', shift: true },
      '~': { code: 'Equal', altGr: true },
      '¨': { code: 'BracketRight' },
    },
  },
  fr: {
    label: 'French',
    plain: ['²&é"\'(-è_çà)=', 'azertyuiop $', 'qsdfghjklmù*', '<wxcvbn,;:!'],
    shift: [' 1234567890°+', 'AZERTYUIOP £', 'QSDFGHJKLM%µ', '>WXCVBN?./§'],
    altGr: {
      Digit2: '~',
      Digit3: '#',
      Digit4: '{',
      Digit5: '[',
      Digit6: '|',
      Digit7: '`',
      Digit8: '\\',
      Digit9: '^',
      Digit0: '@',
      Minus: ']',
      Equal: '}',
      KeyE: '€',
    },
    dead: { '¨': { code: 'BracketLeft', shift: true } },
  },
  es: {
    label: 'Spanish',
    plain: ["º1234567890'¡", 'qwertyuiop +', 'asdfghjklñ ç', '<zxcvbnm,.-'],
    shift: ['ª!"·$%&/()=?¿', 'QWERTYUIOP *', 'ASDFGHJKLÑ Ç', '>ZXCVBNM;:_'],
    altGr: {
      Backquote: '\\',
      Digit1: '|',
      Digit2: '@',
      Digit3: '#',
      Digit4: '~',
      Digit6: '¬',
      KeyE: '€',
      BracketLeft: '[',
      BracketRight: ']',
      Quote: '{',
      Backslash: '}',
    },
    dead: {
      '`': { code: 'BracketLeft' },
      '^': { code: 'BracketLeft', shift: true },
      '´': { code: 'Quote' },
      '¨': { code: 'Quote', shift: true },
    },
  },
  it: {
    label: 'Italian',
    plain: ["\\1234567890'ì", 'qwertyuiopè+', 'asdfghjklòàù', '<zxcvbnm,.-'],
    shift: ['|!"£$%&/()=?^', 'QWERTYUIOPé*', 'ASDFGHJKLç°§', '>ZXCVBNM;:_'],
    altGr: { KeyE: '€', BracketLeft: '[', BracketRight: ']', Semicolon: '@', Quote: '#', Minus: '`', Equal: '~' },
    shiftAltGr: { BracketLeft: '{', BracketRight: '}' },
  },
} satisfies Record<string, Drawing>;

export type LayoutName = keyof typeof drawings;

/** Names and labels of the layouts. */
export const layoutLabels = Object.fromEntries(
  Object.entries(drawings).map(([name, drawing]) => [name, drawing.label]),
) as Record<LayoutName, string>;

export const isLayoutName = (name: string): name is LayoutName => name in drawings;

/** The euro sign is the one character here whose keysym is not its Latin-1 code. */
const keysymOf = (character: string) => (character === '€' ? 0x20ac : character.charCodeAt(0));

function layout(drawing: Drawing): Map<string, Keystroke[]> {
  const strokes = new Map<string, Keystroke[]>();
  const add = (character: string, code: string, shift: boolean, altGr: boolean, keysym = keysymOf(character)) => {
    if (!strokes.has(character)) strokes.set(character, [{ keysym, code, shift, altGr }]);
  };
  add(' ', 'Space', false, false);
  add('\n', 'Enter', false, false, 0xff0d);
  add('\t', 'Tab', false, false, 0xff09);
  for (const [level, shift] of [
    [drawing.plain, false],
    [drawing.shift, true],
  ] as const) {
    level.forEach((row, index) =>
      Array.from(row).forEach((character, place) => add(character, rows[index]?.[place] ?? '', shift, false)),
    );
  }
  for (const [code, character] of Object.entries(drawing.altGr ?? {})) add(character, code, false, true);
  for (const [code, character] of Object.entries(drawing.shiftAltGr ?? {})) add(character, code, true, true);
  for (const [character, { code = '', shift = false, altGr = false }] of Object.entries(drawing.dead ?? {}))
    strokes.set(character, [
      { keysym: keysymOf(character), code, shift, altGr },
      { keysym: 0x20, code: 'Space', shift: false, altGr: false },
    ]);
  return strokes;
}

const made = new Map<LayoutName, Map<string, Keystroke[]>>();

/** The keys that write each character that a layout can write. */
export function strokesOf(name: LayoutName): Map<string, Keystroke[]> {
  const known = made.get(name) ?? layout(drawings[name]);
  made.set(name, known);
  return known;
}
