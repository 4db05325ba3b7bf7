import { useEffect } from 'react';

interface Shortcuts {
  onPalette: () => void;
  onHelp: () => void;
}

/** Whether keys now belong to what the person types, or to a machine's console. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="application"], .pando-terminal') !== null
  );
}

/** Ctrl-K or Cmd-K opens the palette, / goes to the search of the page, ? shows help. */
export function useShortcuts({ onPalette, onHelp }: Shortcuts): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const inConsole =
        event.target instanceof HTMLElement && event.target.closest('[role="application"], .pando-terminal') !== null;
      if (
        (event.ctrlKey || event.metaKey) &&
        !event.altKey &&
        !event.shiftKey &&
        event.key.toLowerCase() === 'k' &&
        !inConsole
      ) {
        event.preventDefault();
        onPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('[data-search] input, input[data-search]');
        if (search === null) return;
        event.preventDefault();
        search.focus();
        search.select();
      } else if (event.key === '?') {
        event.preventDefault();
        onHelp();
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [onPalette, onHelp]);
}
