/**
 * The only script of the edition. It hides lines of a list that is there already; it makes no element, reads no address
 * and keeps nothing. The field takes 100 characters, of which it looks at eight words.
 */
export const searchScript = `'use strict';
(() => {
  const at = (id) => document.getElementById(id);
  const field = at('page.words'), count = at('page.count');
  const items = [...at('page.found').children].map((item) => [item, item.textContent.toLowerCase()]);
  const find = () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean).slice(0, 8);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    count.textContent = words.length === 0 ? items.length + ' pages and records' : shown === 0 ? 'Nothing holds all of these words.' : shown + ' of ' + items.length;
  };
  at('page.find').hidden = false;
  let wait;
  field.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(find, 80); });
  find();
})();
`
