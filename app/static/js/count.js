/* Keeps "12 of at least 80 characters" under [data-counted] true while typing. Hints only; nothing is
   cut off. It is said aloud only when it turns from one kind into another: few, enough, over.

   Counts as the server does (rules/template/reading.py): code points in NFC, without what nobody
   sees at either end; of marks, emoji and spaces alone none. */

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/u;
const SILENT = /^[\p{So}\p{Sk}\p{Cf}\p{Cc}\p{Cn}\p{Mn}\p{Me}\p{Zs}\p{Zl}\p{Zp}]*$/u;

/** What is counted, as a list of code points. */
function said(text) {
  const all = [...text.normalize("NFC").replaceAll("\r\n", "\n")];
  let [start, end] = [0, all.length];
  while (start < end && INVISIBLE.test(all[start])) start++;
  while (start < end && INVISIBLE.test(all[end - 1])) end--;
  const found = all.slice(start, end);
  return SILENT.test(found.join("")) ? [] : found;
}

export const length = (text) => said(text).length;
export const lines = (text) => text.split("\n").filter(length).length;

const shown = new Intl.NumberFormat([document.documentElement.lang, "ru"]).format; // not every browser knows Belarusian
const aloud = Object.assign(document.createElement("p"), { className: "vh" });
aloud.setAttribute("role", "status");
if (document.querySelector("[data-counted]")) document.body.append(aloud);

function count(control) {
  const left = document.getElementById(`${control.id}-left`);
  if (!left) return;
  const { least, most, lines: byLine } = left.dataset;
  const used = byLine === undefined ? length(control.value) : lines(control.value);
  const now = used < least ? "few" : used > most ? "over" : "enough";
  left.textContent = !used && !Number(least) ? "" : left.dataset[now].replace("{n}", shown(used)).replace("{over}", shown(used - most));
  if (!left.classList.contains(now) && left.textContent) aloud.textContent = left.textContent;
  left.className = `left ${now}`;
}

for (const event of ["input", "seedbed:put"]) document.addEventListener(event, ({ target }) => target.dataset?.counted !== undefined && count(target));
