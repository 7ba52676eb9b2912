/* Cells of a spreadsheet that are pasted in a row: they go to the box of its table, and the button
   beside it is pressed, to begin at that cell. What becomes of them is the server's one rule. */

document.addEventListener("paste", (event) => {
  const cell = event.target;
  const [table, row, column] = cell.name?.split(".") ?? [];
  const box = column && document.getElementById(`_paste.${table}`);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const several = text.includes("\t") || (cell.tagName !== "TEXTAREA" && text.trim().includes("\n"));
  if (!box || !several) return;
  event.preventDefault();
  const folded = box.closest("details");
  const button = folded.querySelector("button");
  box.value = text;
  folded.open = true; // in sight should it be refused
  button.value = `paste:${table}.${row}.${column}`;
  button.form.requestSubmit(button);
});

// Lines that somebody writes into the box begin a new row.
document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-paste]")) target.closest("details").querySelector("button").value = `paste:${target.name.slice(7)}`;
});
