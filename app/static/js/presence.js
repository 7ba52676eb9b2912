/* Asks now and then who else of the team is writing, and takes in what they have saved. */

const EVERY = 20000; // milliseconds

async function look(place) {
  if (document.hidden || !place.isConnected) return;
  let html;
  try {
    const answer = await fetch(place.dataset.presence, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    html = await answer.text();
    if (!answer.ok) return;
  } catch {
    return; // the badge says what there is to say about the connection
  }
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  if (place.textContent.trim() !== fresh.textContent.trim()) place.replaceChildren(...fresh.childNodes);
  for (const { dataset } of place.children) {
    const form = document.getElementById(`write-${dataset.section}`);
    // A save that changes nothing answers with what others wrote, and makes no version.
    if (form?.saving && !form.saving.dirty && Number(dataset.version) > Number(form.elements.base.value)) form.saving.save({ again: true });
  }
}

export function watch(place) {
  setInterval(() => look(place), EVERY);
  document.addEventListener("visibilitychange", () => look(place));
}
