/* Keeps "12 of 300 characters" under [data-most] true while typing. Counts as the server does:
   code points of the trimmed text in NFC. Hints only; nothing is cut off. */

export const length = (text) => [...text.normalize("NFC").trim()].length;

export function count(control) {
  const left = document.getElementById(`${control.id}-left`);
  if (!left) return;
  const used = length(control.value);
  left.textContent = left.dataset.words.replace("{n}", used).replace("{most}", control.dataset.most);
  left.classList.toggle("over", used > Number(control.dataset.most));
}

for (const event of ["input", "seedbed:put"]) document.addEventListener(event, ({ target }) => target.dataset?.most && count(target));
