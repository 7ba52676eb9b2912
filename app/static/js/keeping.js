/* Ties the forms that save themselves to the drafts on this device (kept.js): a change is kept at
   once and dropped when the server has it; what an earlier page left behind is sent first. */
import { drop, hold, keep, prepare, unlessHeld, waiting } from "./kept.js";
import { paint, post } from "./saving.js";

const SOON = 250; // milliseconds after a key was pressed
const TRY_AGAIN = [401, 408, 429];

/** Keeps a form's text from the first change to the moment it is saved. */
export function watch(form) {
  const { saving } = form;
  const action = form.getAttribute("action");
  let timer;
  let field = ""; // where somebody wrote last
  let turn = Promise.resolve(); // one after the other: a draft must not outlive its save
  const next = (step) => (turn = turn.then(step, step));
  const write = () => next(async () => {
    clearTimeout(timer);
    timer = undefined;
    if (!saving.dirty) return;
    saving.kept = await keep(action, saving.pairs(), field);
    paint();
  });
  const react = ({ target }) => {
    if (target.form !== form) return;
    field = target.name;
    timer ??= setTimeout(write, SOON);
  };
  saving.room.addEventListener("input", react);
  saving.room.addEventListener("change", react);
  form.addEventListener("seedbed:saving", ({ detail: { state } }) => {
    if (state === "saved" && !saving.dirty) {
      next(async () => {
        if (saving.dirty) return;
        saving.kept = false;
        await drop(action, form.elements.page.value);
      });
    } else if (["offline", "signed-out", "retrying"].includes(state)) write();
  });
  document.addEventListener("visibilitychange", () => document.hidden && write());
  hold(action, form.elements.page.value);
  prepare();
}

/** Sends what waits, in the order in which it was written. `say` shows a line to the person. */
export async function replay(say) {
  for (const draft of await waiting()) {
    const goOn = await unlessHeld(draft.action, draft.page, () => send(draft, say));
    if (goOn === false) return;
  }
}

/** False: nothing more to do now. */
async function send({ action, page, pairs, field }, say) {
  const words = document.getElementById("notices").dataset;
  const form = [...document.querySelectorAll("form[data-autosave]")].find((one) => one.getAttribute("action") === action);
  if (form && !form.saving.dirty && (await form.saving.restore(pairs))) {
    const there = form.elements.namedItem(field);
    for (let fold = there; (fold = fold?.parentElement?.closest("details:not([open])")); ) fold.open = true;
    there?.focus?.();
    setTimeout(() => hold(action, page));
    return true;
  }
  let answer, html;
  try {
    answer = await post(action, pairs);
    html = await answer.text();
  } catch {
    return false; // no connection: the next page tries again
  }
  const saved = answer.ok && answer.headers.get("X-Seedbed-Version");
  if (saved || (answer.status === 409 && html.includes("data-held"))) {
    await drop(action, page); // a clash too is in the history by now
    if (!form) say(words.replayed, action);
    else if (!form.saving.dirty) {
      location.reload();
      return false;
    }
  } else if (answer.status < 500 && !TRY_AGAIN.includes(answer.status)) say(words.unsent, action);
  return true;
}
