/* A button [data-copy="text"] hidden by the page, shown where copying works (https or this machine). */

function offer(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const said = button.nextElementSibling?.matches("output.copied")
    ? button.nextElementSibling
    : Object.assign(document.createElement("output"), { className: "note copied" });
  button.after(said);
  said.textContent = button.dataset.copied ?? "";
});
document.addEventListener("htmx:after:swap", () => offer(document));
offer(document);
