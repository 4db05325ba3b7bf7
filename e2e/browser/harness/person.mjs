/** How somebody at a keyboard works with a guest. */
import { demand, GUEST, until } from './scenario.mjs';

const shifted = new Map(
  Object.entries({
    '~': 'Backquote',
    '!': 'Digit1',
    '@': 'Digit2',
    '#': 'Digit3',
    $: 'Digit4',
    '%': 'Digit5',
    '^': 'Digit6',
    '&': 'Digit7',
    '*': 'Digit8',
    '(': 'Digit9',
    ')': 'Digit0',
    _: 'Minus',
    '+': 'Equal',
    '{': 'BracketLeft',
    '}': 'BracketRight',
    '|': 'Backslash',
    ':': 'Semicolon',
    '"': 'Quote',
    '<': 'Comma',
    '>': 'Period',
    '?': 'Slash',
  }),
);

/** Milliseconds between two keys of somebody who types fast; the keyboard of a slow guest holds few. */
const pace = 25;

/** Presses the keys of a US keyboard, with the shift key where a character needs it. */
export async function press(page, text) {
  for (const character of text) {
    const key = shifted.get(character);
    if (key) await page.keyboard.press(`Shift+${key}`, { delay: pace });
    else if (/[A-Z]/.test(character)) await page.keyboard.press(`Shift+${character}`, { delay: pace });
    else if (character === '\n') await page.keyboard.press('Enter', { delay: pace });
    else await page.keyboard.press(character === ' ' ? 'Space' : character, { delay: pace });
  }
}

/** Waits until the guest's own screen shows something. */
export async function onScreen(api, machine, what, atMost = GUEST) {
  let text;
  const there = async () => {
    text = await api.screen(machine);
    return (what instanceof RegExp ? what.test(text ?? '') : text?.includes(what)) && text;
  };
  try {
    return await until(`“${what}” on the guest's screen`, there, atMost);
  } catch (failure) {
    throw new Error(`${failure.message}. It shows:\n${text?.trim() ?? 'nothing, for the guest does not answer'}`);
  }
}

/** Logs in on the guest's screen, which the page shows, by the keyboard. */
export async function logIn(visitor, api, machine, account) {
  await onScreen(api, machine, /login:\s*$/);
  await visitor.get('console-screen').click();
  await press(visitor.page, account.name);
  await onScreen(api, machine, `login: ${account.name}`);
  await press(visitor.page, '\n');
  await onScreen(api, machine, /Password:\s*$/);
  await press(visitor.page, `${account.password}\n`);
  await onScreen(api, machine, `${account.name}@`);
}

/**
 * Types a line into the guest and presses Enter once the guest shows all of it: where a key was lost, this is where it shows.
 */
export async function enter(visitor, api, machine, line) {
  await press(visitor.page, line);
  // A long line is broken where the screen ends, and a space that comes to stand there is not told from the empty rest of a line.
  const flat = (text) => text.replaceAll(/\s/g, '');
  await until(
    `the guest to show what was typed: ${line}`,
    async () => flat((await api.screen(machine)) ?? '').includes(flat(line)),
    GUEST,
  );
  await press(visitor.page, '\n');
}

/**
 * What the page's own picture of the guest's screen has on it: how many columns of each line of text are lit from top to bottom,
 * as by spaces in reverse video.
 *
 * @returns for each line of text of 16 pixels the width in characters of the longest such bar
 */
export async function barsInPicture(page) {
  const bars = await page.evaluate(() => {
    const canvas = document.querySelector('[data-testid=console-screen] canvas');
    if (!canvas || canvas.width !== 720) return undefined;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const lit = (x, y) => data[4 * (y * canvas.width + x)] > 100;
    return Array.from({ length: Math.floor(canvas.height / 16) }, (_unused, line) => {
      let longest = 0;
      let here = 0;
      for (let x = 0; x < canvas.width; x++) {
        let full = true;
        for (let y = line * 16; full && y < line * 16 + 16; y++) full = lit(x, y);
        here = full ? here + 1 : 0;
        longest = Math.max(longest, here);
      }
      return longest / 9;
    });
  });
  demand(bars, 'The screen has no picture of 720 columns, as text mode has');
  return bars;
}
