/* Puts new points and answers into a page that is open, as the server tells that there are some.
   One stream for each page, and only while it is looked at: browsers allow six for a site. */

const SOON = 300; // milliseconds; several news in a row are fetched once
const isTouched = (thread) =>
  thread.contains(document.activeElement) ||
  [...thread.querySelectorAll("textarea,input:not([type=hidden]),select")].some((one) => (one.matches("select") ? [...one.options].some((each) => each.selected !== each.defaultSelected) : one.value !== one.defaultValue));
const saidIn = (place) => place?.textContent.replace(/\s+/g, " ").trim();
const threadsOf = (page) => [...page.querySelectorAll(".thread[id^=point-]")];

/** Where something of the fresh page belongs in this one: a way to put it there. */
function placeOf(fresh) {
  for (let before = fresh.previousElementSibling; before; before = before.previousElementSibling) {
    const here = before.id && document.getElementById(before.id);
    if (here) return (copy) => here.after(copy);
  }
  const room = fresh.parentElement.id && document.getElementById(fresh.parentElement.id);
  return room && ((copy) => room.prepend(copy));
}

/** A thread, with as much around it as is not here yet. */
function put(thread) {
  for (let fresh = thread; fresh.id !== "main"; fresh = fresh.parentElement) {
    if (threadsOf(fresh).some((one) => document.getElementById(one.id))) return;
    const place = placeOf(fresh);
    if (place) return show(fresh, place);
  }
}

function show(fresh, place) {
  const copy = document.importNode(fresh, true);
  for (const one of copy.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
  place(copy);
  window.htmx?.process(copy);
}

/** Takes in what is new, as far as nobody is writing there. Returns the ids of all that is. */
function take(page) {
  const isNews = (fresh) => saidIn(document.getElementById(fresh.id)) !== saidIn(fresh);
  const news = threadsOf(page).filter(isNews);
  for (const fresh of news) {
    const here = document.getElementById(fresh.id);
    if (!here) put(fresh);
    else if (isNews(fresh) && !isTouched(here)) show(fresh, (copy) => ((copy.open = here.open), here.replaceWith(copy)));
  }
  for (const fresh of page.querySelectorAll("[data-follows]")) {
    const here = document.getElementById(fresh.id);
    if (!here?.contains(document.activeElement)) here?.replaceWith(document.importNode(fresh, true));
  }
  if (!page.querySelector("[data-none]")) document.querySelector("[data-none]")?.remove();
  return news.map(({ id }) => id);
}

/** What a page says, without the line that tells of news. */
function wordsOf(page) {
  const main = page.getElementById("main").cloneNode(true);
  for (const line of main.querySelectorAll("[data-told]")) line.remove();
  return saidIn(main);
}

/** `line` is [data-told]: the number that the page shows; [data-events]: where the stream is. */
export function watch(line) {
  let source, timer, mine;
  let told = Number(line.dataset.told);
  const news = new Set();

  function say() {
    const first = [...news].find((id) => document.getElementById(id));
    const link = document.createElement("a");
    Object.assign(link, { href: first ? `#${first}` : location.pathname + location.search, textContent: line.dataset.show });
    line.replaceChildren(line.dataset.words.replace("{count}", Math.max(news.size, 1)), " ", link);
  }

  async function look() {
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { "X-Seedbed-Quiet": "1" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = Number(page.querySelector("[data-told]")?.dataset.told);
      if (!(now > told)) return;
      told = now;
      for (const id of take(page)) news.add(id);
      // What this page itself has sent stands here already, and is no news.
      if (news.size || (!mine && wordsOf(page) !== wordsOf(document))) say();
      mine = false;
    } catch {
      // no connection: the stream comes again, and says then what is new
    }
  }

  function heard({ data }) {
    if (JSON.parse(data).told <= told) return;
    clearTimeout(timer);
    timer = setTimeout(look, SOON);
  }

  function tune() {
    if (document.hidden) return close();
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(line.dataset.events);
    source.addEventListener("message", heard);
  }

  function close() {
    source?.close();
    source = undefined;
  }

  document.addEventListener("htmx:before:request", () => (mine = true));
  document.addEventListener("visibilitychange", tune);
  addEventListener("pagehide", close);
  addEventListener("pageshow", tune);
  tune();
}
