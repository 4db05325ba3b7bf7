import { useState } from 'react';

/** A text of the person's choice that outlives a reload. */
export function useStoredText(name: string, initial: string): [string, (value: string) => void] {
  const key = `pando.${name}`;
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(key) ?? initial;
    } catch {
      return initial;
    }
  });
  const set = (next: string) => {
    setValue(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
  };
  return [value, set];
}

/** A choice of the person that outlives a reload. */
export function useStoredFlag(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const [text, setText] = useStoredText(name, String(initial));
  return [text === 'true', (value) => setText(String(value))];
}
