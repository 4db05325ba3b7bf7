import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'pando.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function stored(): Theme {
  try {
    const value = localStorage.getItem(storageKey);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

let theme = stored();

/** Whether the page is dark now, whoever decided so. */
export const isDark = (): boolean => theme === 'dark' || (theme === 'system' && systemDark.matches);

function show(): void {
  document.documentElement.classList.toggle('pf-v6-theme-dark', isDark());
  listeners.forEach((listener) => listener());
}

export function setTheme(chosen: Theme): void {
  theme = chosen;
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  show();
}

systemDark.addEventListener('change', show);

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}
