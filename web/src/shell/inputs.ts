/** The number that a field holds; undefined when it is empty. What is no number is left to the server to refuse. */
export const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));

/** The text that a field holds without blanks around it; undefined when it is empty. */
export const textOf = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** The words of a text, which blanks, commas and line ends separate. */
export const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/** The lines of a text that hold anything; undefined when none does. */
export function linesOf(text: string): string[] | undefined {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 0 ? lines : undefined;
}
