import { useState } from 'react';

/** A choice of the person that outlives a reload. */
export function useStoredFlag(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const key = `pando.${name}`;
  const [value, setValue] = useState(() => {
    try {
      const text = localStorage.getItem(key);
      return text === null ? initial : text === 'true';
    } catch {
      return initial;
    }
  });
  const set = (next: boolean) => {
    setValue(next);
    try {
      localStorage.setItem(key, String(next));
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
  };
  return [value, set];
}
