/* Words that are marked in an answer are taken over into the point that is made on it. Without
   this file they are copied into the same box by hand. */

const gap = /\s+/g;

/** How many times `words` stand in `text` before `end`. */
function before(text, words) {
  let count = 0;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) count += 1;
  return count;
}

/** Of the selection: its words, and which of equal ones they are, counted from 1; 0: the only ones. */
function marked(room, selection, range) {
  const quote = String(selection).replace(gap, " ").trim(); // with a gap between two paragraphs
  const until = document.createRange();
  until.setStart(room, 0);
  until.setEnd(range.endContainer, range.endOffset);
  return { quote, nth: before(String(until).replace(gap, " "), quote) };
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const parent = range.commonAncestorContainer;
  const room = (parent.nodeType === Node.ELEMENT_NODE ? parent : parent.parentElement)?.closest("[data-words]");
  const box = room && document.querySelector(`[data-passage="${room.dataset.words}"]`);
  if (!box) return;
  const { quote, nth } = marked(room, selection, range);
  const field = box.querySelector("[name=quote]");
  if (!quote) return;
  field.value = quote;
  box.querySelector("[name=nth]").value = nth;
  const column = field.form.elements.column;
  if (room.dataset.column && column) column.value = room.dataset.column;
  box.open = true;
  field.dispatchEvent(new CustomEvent("marked", { bubbles: true }));
});

// Whoever changes the words by hand means the only ones of them.
document.addEventListener("input", ({ target }) => {
  const box = target.name === "quote" && target.closest("[data-passage]");
  if (box) box.querySelector("[name=nth]").value = 0;
});
