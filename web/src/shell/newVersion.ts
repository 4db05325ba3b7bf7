const storageKey = 'pando.reloaded-at';
const onceIn = 60_000;

/**
 * A page that was open while the server was updated asks for files that are no longer there: loads it again, though not
 * over and over.
 */
export function reloadOnNewVersion(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(storageKey) ?? 0);
    if (Date.now() - last < onceIn) return;
    sessionStorage.setItem(storageKey, String(Date.now()));
    location.reload();
  });
}
