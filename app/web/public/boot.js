// Runs before the first paint, so that neither theme nor language flashes. A file and not an inline
// script, because the content security policy allows no inline script.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch (refused) {
      return null;
    }
  };
  var theme = read('huiyin.theme');
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = theme;
  var language = read('huiyin.language') || navigator.language || '';
  root.lang = /^en/i.test(language) ? 'en' : 'zh-CN';
})();
