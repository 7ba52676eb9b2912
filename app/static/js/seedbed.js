/* What every page runs. Each part finds its own attributes; a page without them costs nothing. */
import "./confirm.js";
import "./copy.js";
import "./count.js";
import "./drag.js";
import { replay, watch as keep } from "./keeping.js";
import "./leave.js";
import "./passage.js";
import "./paste.js";
import "./phrases.js";
import { watch as attend } from "./presence.js";
import { Saving } from "./saving.js";
import "./starter.js";
import { watch as listen } from "./told.js";
import "./words.js";

const notices = document.getElementById("notices");
const watched = new WeakSet();

function watch() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (watched.has(form)) continue;
    watched.add(form);
    form.saving = new Saving(form);
    keep(form);
  }
}

/** A line that stays in sight until it is closed or the next request begins; `href` is where it
    leads. */
function notice(words, href) {
  const box = Object.assign(document.createElement("div"), { className: "callout bad notice" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn sq", textContent: "✕" });
  close.setAttribute("aria-label", notices.dataset.close);
  const line = Object.assign(document.createElement("p"), { textContent: words });
  if (href) line.append(" ", Object.assign(document.createElement("a"), { href, textContent: notices.dataset.look }));
  box.append(document.createElement("span"), line, close);
  notices.replaceChildren(box);
}

// Printing is the browser's own; the button is a short way to it.
for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
document.addEventListener("click", ({ target }) => target.closest("[data-print]") && window.print());

// Filters send themselves; their button stays for those without scripts.
document.addEventListener("change", ({ target }) => target.form?.matches("[data-auto]") && target.form.requestSubmit());

document.addEventListener("htmx:before:request", () => notices.replaceChildren());
document.addEventListener("htmx:error", () => notice(notices.dataset.offline));
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status < 500) return; // htmx itself shows our 4xx fragments
  if (ctx.hx.retarget === "#notices") notices.innerHTML = ctx.text;
  else notice(notices.dataset.broken);
});
document.addEventListener("htmx:after:swap", watch);
notices.addEventListener("click", ({ target }) => target.closest(".notice .btn.sq")?.closest(".notice").remove());
document.addEventListener("keydown", ({ key }) => key === "Escape" && notices.querySelector(".notice")?.remove());
watch();
for (const place of document.querySelectorAll("[data-presence]")) attend(place);
for (const line of document.querySelectorAll("[data-told]")) listen(line);
replay(notice);
addEventListener("online", () => replay(notice));
