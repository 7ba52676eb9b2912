/* Asks once before form[data-confirm] or button[data-confirm] is sent. The question is the
   attribute; "yes" says what the button says. Without this file the form is sent at once. */

const agreed = new WeakSet();

function ask(question, yes) {
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  const words = document.createElement("p");
  words.id = "confirm-question";
  words.textContent = question;
  dialog.setAttribute("aria-labelledby", words.id);
  const row = Object.assign(document.createElement("div"), { className: "row" });
  for (const [kind, text, value] of [["btn", yes, "yes"], ["btn quiet", document.getElementById("notices").dataset.cancel, ""]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: kind, textContent: text });
    button.addEventListener("click", () => dialog.close(value));
    row.append(button);
  }
  dialog.append(words, row);
  document.body.append(dialog);
  dialog.showModal();
  row.lastChild.focus();
  return new Promise((settle) => dialog.addEventListener("close", () => {
    dialog.remove();
    settle(dialog.returnValue === "yes");
  }));
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = submitter ?? form.querySelector("button:not([type=button])");
  if (!(await ask(question, button.textContent.trim() || button.getAttribute("aria-label")))) return button.focus();
  agreed.add(form);
  button.click();
}, true);
