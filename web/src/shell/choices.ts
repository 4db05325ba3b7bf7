/** One of the things that a picker offers. */
export interface Choice {
  value: string;
  label: string;
  isDisabled?: boolean;
}

/** What may be the id or name of something; undefined for anything else that an address says, which no server is to be asked for. */
export const reference = (value: string | undefined): string | undefined =>
  value !== undefined && /^[\w.-]+$/.test(value) ? value : undefined;

/**
 * What is offered: what is always there and then what was found, of both only what has in its name what is typed. What was found may
 * still be the answer to what was typed before.
 */
export function offered(fixed: Choice[], found: Choice[], typed: string): Choice[] {
  const words = typed.trim().toLowerCase();
  const further = found.filter((each) => !fixed.some((other) => other.value === each.value));
  return [...fixed, ...further].filter((each) => each.label.toLowerCase().includes(words));
}

/** Where the mark goes from there by one, past what cannot be chosen and round the ends; it stays where nothing else can be. */
export function chosenNext(choices: Choice[], from: number, by: 1 | -1): number {
  for (let step = 1; step <= choices.length; step++) {
    const next = (((from + by * step) % choices.length) + choices.length) % choices.length;
    if (!choices[next]?.isDisabled) return next;
  }
  return from;
}
