// Runs before anything else, as a file of its own, because the page's Content-Security-Policy allows no script within the HTML.
(function () {
  // A dark page never flashes white.
  let theme = 'system';
  try {
    theme = localStorage.getItem('pando.theme') || 'system';
  } catch {
    // Without storage the system's theme is used.
  }
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);

  // When the network changes while the page arrives, browsers give up on single files: asks for the page again, though not
  // over and over.
  addEventListener(
    'error',
    function (event) {
      const file = event.target;
      if (!(file instanceof HTMLScriptElement) && !(file instanceof HTMLLinkElement)) return;
      try {
        const last = Number(sessionStorage.getItem('pando.reloaded-at') || 0);
        if (Date.now() - last < 60000) return;
        sessionStorage.setItem('pando.reloaded-at', String(Date.now()));
        setTimeout(() => location.reload(), 500);
      } catch {
        // Without storage nobody could tell how often it was tried.
      }
    },
    true,
  );
})();
