/* Rows of a table in another order: their .handle is dragged, or moved with the arrow keys. It is a
   button of the form that says where its row goes; the page is laid out anew by the answer.
   Without this file handles are hidden, and there are buttons for one step up and down. */

const EDGE = 80; // pixels from the edge of the window in which the page scrolls along
document.documentElement.dataset.drag = "";

const name = (row) => row?.id.split(".")[1] ?? "";
const of = ({ target }) => target.closest?.(".handle");

/** Presses the handle as a button that says `what`. */
function press(handle, what) {
  handle.value = what;
  handle.form.requestSubmit(handle);
}

// A click alone says nothing; saving.js clicks when it sends what was pressed during a save.
document.addEventListener("click", (event) => event.isTrusted && of(event) && event.preventDefault());

document.addEventListener("keydown", (event) => {
  const handle = of(event);
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!handle || !way) return;
  event.preventDefault();
  press(handle, `${way}:${handle.closest("li").id}`);
});

document.addEventListener("pointerdown", (event) => {
  const handle = of(event);
  if (!handle || event.button) return;
  const row = handle.closest("li");
  const list = row.parentElement;
  const order = [...list.children];
  const putBack = () => list.append(...order);
  const stay = new AbortController();

  /** While it is moved each row is one line: its number and what is written first in it. */
  function fold(folded) {
    const before = handle.getBoundingClientRect().top;
    for (const one of order) one.dataset.says = one.querySelector(".cells :is(input[type=text],textarea)")?.value ?? "";
    list.classList.toggle("moving", folded);
    row.classList.toggle("moved", folded);
    scrollBy(0, handle.getBoundingClientRect().top - before);
  }

  /** The neighbours go past the row: an element that is itself moved would lose the pointer. */
  function follow({ clientY }) {
    if (clientY < EDGE || clientY > innerHeight - EDGE) scrollBy(0, clientY < EDGE ? -12 : 12);
    const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
    while (row.nextElementSibling && clientY > middle(row.nextElementSibling)) row.before(row.nextElementSibling);
    while (row.previousElementSibling && clientY < middle(row.previousElementSibling)) row.after(row.previousElementSibling);
  }

  function end(dropped) {
    stay.abort();
    fold(false);
    const above = row.previousElementSibling;
    if (!dropped || order.every((one, n) => one === list.children[n])) return putBack();
    // The order of the page is the server's to say: until it does, or if it cannot, the old one.
    putBack();
    press(handle, `move:${row.id}:${name(above)}`);
  }

  event.preventDefault();
  handle.focus({ preventScroll: true });
  handle.setPointerCapture(event.pointerId);
  fold(true);
  const { signal } = stay;
  handle.addEventListener("pointermove", follow, { signal });
  handle.addEventListener("pointerup", () => end(true), { signal });
  handle.addEventListener("pointercancel", () => end(false), { signal });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal });
});
