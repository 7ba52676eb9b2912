/* Keeps what is being written to somebody as a draft on the server, 1.2 seconds after typing stops: in
   textarea[data-words="address"][data-project][data-place]. The next page puts it back into its box, on
   any device. Without a connection it is kept on this one (kept.js) and sent later. Sending the form
   drops it. Without this file the text is kept when the send is refused. */
import { drop, keep, prepare } from "./kept.js";
import { post } from "./saving.js";

const QUIET = 1200;
const BESIDE = ["kind", "quote", "nth", "wording", "column"]; // what else stands in the form of a point
const waiting = new Map(); // box → timer
const flights = new WeakMap(); // box → the save that is on its way

const page = ({ dataset }) => `${dataset.project} ${dataset.place}`;

const saidIn = (box) => `${box.value}${box.form.elements.wording?.value ?? ""}`.trim();

function say(box, which) {
  const line = box.form?.querySelector("[data-words-kept]");
  if (line) line.textContent = line.dataset[which] ?? "";
}

async function save(box) {
  clearTimeout(waiting.get(box));
  waiting.delete(box);
  const { words: action, project, place } = box.dataset;
  const beside = BESIDE.map((name) => [name, box.form.elements[name]?.value ?? ""]);
  const pairs = [["page", page(box)], ["project", project], ["place", place], ["text", box.value], ...beside];
  try {
    const answer = await post(action, pairs);
    await answer.text();
    if (answer.ok) {
      await drop(action, page(box));
      return say(box, saidIn(box) ? "wordsKept" : "");
    }
    if (answer.status < 500 && answer.status !== 401) return say(box, "");
  } catch {
    // no connection: as below
  }
  say(box, (await keep(action, pairs, place)) ? "wordsDevice" : "");
}

const start = (box) => flights.set(box, (flights.get(box) ?? Promise.resolve()).then(() => save(box)).finally(() => flights.delete(box)));

function later({ target }) {
  const box = target.matches?.("[data-words]") ? target : target.form?.querySelector("[data-words]");
  const counts = target === box || target.name === "wording" || (BESIDE.includes(target.name) && box && saidIn(box));
  if (!box || !counts) return; // words that are only marked, while somebody reads, are no draft
  prepare();
  say(box, "");
  clearTimeout(waiting.get(box));
  waiting.set(box, setTimeout(() => start(box), QUIET));
}

document.addEventListener("input", later);
document.addEventListener("marked", later); // by passage.js
document.addEventListener("visibilitychange", () => document.hidden && [...waiting.keys()].forEach(start));

// Words that were sent and came back are a draft again.
function backAgain(room) {
  const boxes = [...room.querySelectorAll("textarea[data-words]")].filter((box) => box.value.trim());
  if (room.querySelector("[role=alert],[aria-invalid]")) boxes.forEach(start);
}

document.addEventListener("DOMContentLoaded", () => backAgain(document.getElementById("main")));
document.addEventListener("htmx:after:swap", () => document.querySelectorAll("form:has([data-words])").forEach(backAgain));

// What is sent is no draft any more. A save that is on its way is waited for, so that it does not come after.
document.addEventListener("submit", (event) => {
  for (const box of event.target.querySelectorAll("[data-words]")) {
    clearTimeout(waiting.get(box));
    waiting.delete(box);
    const flight = flights.get(box);
    if (!flight) {
      drop(box.dataset.words, page(box));
      continue;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    flight.finally(() => event.target.requestSubmit(event.submitter));
  }
}, true);
