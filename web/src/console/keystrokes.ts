import { strokesOf, type Keystroke, type LayoutName } from './layouts';

export type { Keystroke } from './layouts';

export const shiftKey = { keysym: 0xffe1, code: 'ShiftLeft' };

/** ISO_Level3_Shift, which is what AltGr is. */
export const altGrKey = { keysym: 0xfe03, code: 'AltRight' };

/**
 * The keys to press for a text, and the characters that no key of the layout writes.
 *
 * @param layout that the guest takes its keyboard for
 */
export function keystrokes(text: string, layout: LayoutName = 'us'): { strokes: Keystroke[]; untypable: string[] } {
  const strokes = strokesOf(layout);
  const typed: Keystroke[] = [];
  const untypable = new Set<string>();
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const found = strokes.get(character);
    if (found) typed.push(...found);
    else untypable.add(character);
  }
  return { strokes: typed, untypable: [...untypable] };
}
