import type { Keystroke } from './keystrokes';

/** A guest's keyboard queue is short: a key every so many milliseconds loses none. */
const pace = 30;

/**
 * Presses keys one after another.
 *
 * @param onProgress number of keys pressed so far
 */
export async function typeKeys(
  strokes: Keystroke[],
  press: (stroke: Keystroke) => void,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, stroke] of strokes.entries()) {
    if (signal.aborted) return;
    press(stroke);
    onProgress(index + 1);
    await new Promise((resolve) => setTimeout(resolve, pace));
  }
}
