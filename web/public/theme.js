// Runs before anything is drawn, so that a dark page never flashes white. A file of its own, because the page's
// Content-Security-Policy allows no script within the HTML.
(function () {
  let theme = 'system';
  try {
    theme = localStorage.getItem('pando.theme') || 'system';
  } catch {
    // Without storage the system's theme is used.
  }
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
})();
