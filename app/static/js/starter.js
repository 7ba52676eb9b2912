/* The words that a question lends to begin with, button[data-starter], go into its empty field as if
   they were typed: Ctrl+Z takes them out, or the same button, while nothing else is there. */

const field = (button) => document.getElementById(button.dataset.starter);

function type(control, text) {
  control.focus();
  control.select();
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  control.setRangeText(text, 0, control.value.length, "end"); // without an undo of its own
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The button is there while it has something to put in or to take out. */
function offer(button) {
  const { value } = field(button);
  const ours = value === button.dataset.text;
  button.hidden = !ours && value.trim() !== "";
  button.textContent = ours ? button.dataset.undo : button.dataset.text;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-starter]");
  if (!button) return;
  event.preventDefault();
  const control = field(button);
  const { text } = button.dataset;
  type(control, control.value === text ? "" : text);
  const gap = control.value.indexOf("…");
  if (gap >= 0) control.setSelectionRange(gap, gap + 1); // the next key fills it
});

const all = (control) => document.querySelectorAll(`[data-starter="${control.id}"]`);
for (const name of ["input", "seedbed:put"])
  document.addEventListener(name, ({ target }) => target.dataset?.counted !== undefined && all(target).forEach(offer));
document.querySelectorAll("[data-starter]").forEach(offer);
