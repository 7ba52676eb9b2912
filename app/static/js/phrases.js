/* Phrases beside the box of a point. The page holds them once, in <template id="phrases">; a copy goes
   into a form's [data-phrases] when its box is unfolded. Without scripts they stand in a list. */

function offer(place) {
  const kept = document.getElementById("phrases");
  if (!kept || place.firstElementChild) return;
  place.append(kept.content.cloneNode(true));
  place.querySelector("label").htmlFor = place.querySelector("select").id = `phrase-${place.dataset.phrases}`;
}

// "toggle" does not bubble, so it is caught on its way down.
document.addEventListener("toggle", ({ target }) => target.open && target.querySelectorAll(":scope > form [data-phrases]").forEach(offer), true);
document.addEventListener("htmx:after:swap", () => document.querySelectorAll("details[open] > form [data-phrases]").forEach(offer));

document.addEventListener("click", ({ target }) => {
  const place = target.closest("[data-phrase]")?.closest("[data-phrases]");
  if (!place) return;
  const select = place.querySelector("select");
  const box = document.getElementById(place.dataset.phrases);
  if (!select.value) return select.focus();
  const before = box.value.slice(0, box.selectionStart).trimEnd();
  const after = box.value.slice(box.selectionEnd).trimStart();
  box.value = [before, select.value, after].filter(Boolean).join(" ");
  select.value = "";
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
