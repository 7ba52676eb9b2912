/* Saves form[data-autosave] while it is being written, and says truthfully how that went: a save
   is true only when the answer carries X-Seedbed-Version. Without this file the form has a button.

   The controls stand in the [data-editor] around the form and name it (form="…"). A page may hold
   several such forms; one badge, #saved, speaks for all of them. */

import { show, TROUBLES } from "./badge.js";

export const TIMES = { quiet: 1200, during: 10000, again: [2000, 5000, 10000, 30000], patience: 20000 };
const KEEPALIVE_LIMIT = 60000; // browsers refuse more than 64 KiB after a page is gone
const all = new Set();
export const paint = () => show(all);

/** What the form would save: name → list of texts. Not `base` and `seq`, nor lines waiting in a box. */
export function read(form) {
  const found = new Map();
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && !["base", "seq"].includes(name) && !/^_(keep|paste)\./.test(name))
      found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

const same = (a, b) => a?.length === b?.length && (a ?? []).every((text, n) => text === b[n]);

export const differ = (a, b) =>
  [...new Set([...a.keys(), ...b.keys()])].some((name) => !same(a.get(name), b.get(name)));

const controls = (form, name) => [...form.elements].filter((one) => one.name === name && one.type !== "hidden");

/** Puts a value that somebody else wrote into the controls of that name. */
function put(form, name, value) {
  const texts = [value].flat().map(String);
  for (const control of controls(form, name)) {
    if (["checkbox", "radio"].includes(control.type)) control.checked = texts.includes(control.value);
    else control.value = texts[0] ?? "";
    if (control.dataset.counted !== undefined) control.dispatchEvent(new CustomEvent("seedbed:put", { bubbles: true }));
  }
}

/** New choices for a select that names other rows; what is chosen stays chosen. */
function offer(select, options) {
  const chosen = select.value;
  const rest = [...select.options].filter((one) => one.value === "" || (one.value === chosen && !options.some(([id]) => id === chosen)));
  select.replaceChildren(...rest, ...options.map(([id, words]) => new Option(words, id, false, id === chosen)));
}

export function post(action, pairs, patience = TIMES.patience) {
  const body = new URLSearchParams(pairs);
  return fetch(action, {
    method: "POST",
    body,
    headers: { Accept: "text/html", "HX-Request": "true" },
    credentials: "same-origin",
    redirect: "manual",
    keepalive: String(body).length < KEEPALIVE_LIMIT,
    signal: AbortSignal.timeout?.(patience),
  });
}

export class Saving {
  constructor(form, times = {}) {
    Object.assign(this, { form, times: { ...TIMES, ...times }, accepted: read(form), held: [], state: "", failures: 0 });
    this.room = form.closest("[data-editor]") ?? form;
    const mine = (react) => (event) => event.target.form === form && react(event);
    this.room.addEventListener("input", mine(() => this.changed()));
    this.room.addEventListener("change", mine(() => this.changed()));
    this.room.addEventListener("focusout", () => this.behind && !this.dirty && setTimeout(() => this.save({ again: true })));
    form.addEventListener("submit", (event) => this.submitted(event), true);
    const alive = (react) => (event) => form.isConnected && react(event);
    addEventListener("online", alive(() => this.dirty && this.save()));
    addEventListener("offline", alive(() => this.dirty && this.say("offline")));
    addEventListener("focus", alive(() => this.state === "signed-out" && this.save()));
    addEventListener("pagehide", alive(() => this.leaving || this.save({ now: true })));
    addEventListener("beforeunload", alive((event) => {
      if (this.dirty && !this.leaving && TROUBLES.includes(this.state)) event.preventDefault();
    }));
    document.addEventListener("visibilitychange", alive(() => {
      if (document.hidden ? !this.leaving : this.state === "signed-out") this.save();
    }));
    all.add(this);
    this.held = JSON.parse(this.room.querySelector("[data-held]")?.dataset.held ?? "[]"); // the page came with both texts
    if (this.held.length) this.say("clash");
  }

  get dirty() {
    return differ(read(this.form), this.accepted);
  }

  /** Two wrote here: nothing is sent before its writer has chosen. */
  isHeld(name) {
    return this.held.some((one) => name === one || (one.endsWith(".") && name.startsWith(one)));
  }

  /** Dirty apart from what is held. */
  get ready() {
    const [now, before] = [read(this.form), new Map(this.accepted)];
    for (const name of [...now.keys(), ...before.keys()]) if (this.isHeld(name)) [now, before].forEach((map) => map.delete(name));
    return differ(now, before);
  }

  changed() {
    this.leaving = false;
    if (this.flight) return;
    if (!this.dirty && this.state !== "clash") {
      this.hush();
      this.say("saved");
      return;
    }
    if (this.retry) return;
    if (!TROUBLES.includes(this.state)) this.say("changed");
    clearTimeout(this.quiet);
    if (this.state !== "signed-out") this.quiet = setTimeout(() => this.save(), this.times.quiet);
    this.during ??= setTimeout(() => this.save(), this.times.during);
  }

  /** A button was pressed. It goes the same way as everything else, after a save that is on its
      way; only a choice between two texts is sent as a page. */
  submitted(event) {
    this.hush();
    const button = event.submitter;
    if (button?.dataset.keep !== undefined && !this.flight) {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.flight) this.pressed = button;
    else if (this.held.length) this.room.querySelector("[data-keep]")?.scrollIntoView({ block: "center" });
    else this.save({ button, again: true });
  }

  hush() {
    for (const timer of ["quiet", "during", "retry"]) {
      clearTimeout(this[timer]);
      this[timer] = undefined;
    }
  }

  /** now: the page goes away, do not wait for the save before this one. again: even if nothing
      was changed. button: what was pressed. */
  async save({ now = false, again = false, button } = {}) {
    if (this.flight && !now) return;
    this.hush();
    const sent = read(this.form);
    if (!this.form.isConnected || !(again || this.ready)) return;
    this.flight = true;
    const still = button?.name === "_do" ? [...this.room.querySelectorAll("section[id]")] : [];
    for (const table of still) table.inert = true; // its rows are about to move
    if (!TROUBLES.includes(this.state)) this.say("saving");
    let response, html;
    try {
      response = await this.send(button);
      html = await response.text();
    } catch {
      response = undefined;
    }
    this.flight = false;
    for (const table of still) table.inert = false;
    this.answered(response, html, sent, button);
    if (this.pressed) {
      const pressed = this.pressed;
      this.pressed = undefined;
      pressed.click();
    } else if (["saved", "clash", "refused"].includes(this.state) && differ(read(this.form), sent) && this.ready) this.changed();
  }

  /** What is sent: all but what waits for a choice. Counted, so that what comes late, or was kept
      on the device and found again, does not undo what came after it. */
  pairs(lines = false) {
    this.form.elements.seq.value = Number(this.form.elements.seq.value) + 1;
    const left = (name) => this.isHeld(name) || name.startsWith("_keep.") || (!lines && name.startsWith("_paste."));
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !left(name));
  }

  send(button) {
    const pairs = this.pairs(button?.name === "_then" || /^paste:/.test(button?.value)); // they take what is in the boxes
    if (button?.name) pairs.unshift([button.name, button.value]);
    return post(this.form.getAttribute("action") || location.href, pairs, this.times.patience);
  }

  /** Takes up what an earlier page of this form had not saved yet, as if it were that page, and
      saves it. Nobody writes until that is answered: the server may know of newer words. False:
      this page has not all of its rows. */
  async restore(pairs) {
    const { elements } = this.form;
    const found = new Map();
    for (const [name, text] of pairs) found.set(name, [...(found.get(name) ?? []), text]);
    if ([...found.keys()].some((name) => !elements.namedItem(name))) return false;
    for (const name of ["base", "page", "seq"]) elements[name].value = found.get(name)[0];
    for (const [name, texts] of found) put(this.form, name, texts);
    this.room.inert = true;
    await this.save({ again: true });
    this.room.inert = false;
    return true;
  }

  answered(response, html, sent, button) {
    const status = response?.status ?? 0;
    const version = response?.headers.get("X-Seedbed-Version");
    const time = response?.headers.get("X-Seedbed-Time") ?? ""; // the camp's, whatever this device's clock says
    const page = new DOMParser().parseFromString(html ?? "", "text/html");
    if (response?.ok && version) {
      this.failures = 0;
      this.accept(sent);
      [this.at, this.time, this.version] = [Date.now(), time, version];
      const late = response.headers.get("X-Seedbed-Late");
      if (late) this.form.elements.seq.value = late; // what was sent is old: the page learns what stands
      this.hear(page, sent, version, button, late);
      this.say(this.held.length ? "clash" : "saved");
      const next = response.headers.get("HX-Redirect");
      if (next) location.assign(next);
    } else if (status === 401) this.say("signed-out");
    else if (status === 409 && page.querySelector("[data-held]")) {
      const both = page.querySelector("[data-held]");
      this.held.push(...JSON.parse(both.dataset.held));
      this.accept(sent);
      [this.at, this.time, this.version] = [Date.now(), time, both.dataset.base];
      this.hear(page, sent, both.dataset.base, button);
      this.form.elements.base.value = both.dataset.base;
      this.say(this.held.length ? "clash" : "saved");
      if (button) this.room.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      for (const fresh of page.querySelectorAll("[id][data-swap]")) this.swap(fresh, sent);
      this.say("refused");
      if (button) this.room.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    } else {
      const { again } = this.times;
      this.retry = setTimeout(() => this.save(), again[Math.min(this.failures++, again.length - 1)]);
      this.say(navigator.onLine ? "retrying" : "offline");
    }
  }

  accept(sent) {
    for (const [name, texts] of sent) if (!this.isHeld(name)) this.accepted.set(name, texts);
    for (const name of [...this.accepted.keys()]) if (!sent.has(name) && !this.isHeld(name)) this.accepted.delete(name);
  }

  /** Takes in what others wrote. Only when the page shows all of it is it based on that version:
      until then the next save is still merged with it. */
  hear(page, sent, version, button, late) {
    const news = page.getElementById("news");
    const pressed = button?.name === "_do" ? button.value : "";
    let whole = true;
    for (const fresh of page.querySelectorAll("[id][data-swap]")) whole = this.swap(fresh, sent, pressed) && whole;
    for (const [name, value] of Object.entries(JSON.parse(news?.dataset.values || "{}"))) {
      if (!controls(this.form, name).length) continue;
      const here = read(this.form).get(name);
      if ((document.activeElement?.name === name && !late) || !same(here, sent.get(name))) {
        whole = false;
        continue;
      }
      put(this.form, name, value);
      this.accepted.set(name, read(this.form).get(name));
    }
    for (const [name, options] of Object.entries(JSON.parse(news?.dataset.options || "{}")))
      for (const select of this.form.elements) if (select.dataset.options === name && select !== document.activeElement) offer(select, options);
    this.behind = !whole;
    if (whole) this.form.elements.base.value = version;
    if (pressed && news) this.lead(news.dataset.place, button.classList.contains("handle") ? ".handle" : "input:not([type=hidden]),textarea,select");
  }

  /** Replaces a region of the page, unless somebody is writing in it. False: it was not. */
  swap(fresh, sent, pressed = "") {
    const old = document.getElementById(fresh.id);
    if (!old) return true;
    if (old.querySelector("[data-keep]")) { // a choice that is still open stays, and another joins it
      old.append(...fresh.children);
      return true;
    }
    if (old.matches("[data-calm]") && old.contains(document.activeElement)) return true; // a form of its own is being filled in
    const inside = [...this.form.elements].filter((one) => old.contains(one) && one.name && !one.name.startsWith("_"));
    if (inside.length) {
      const now = read(this.form);
      const busy = !pressed && old.contains(document.activeElement);
      if (busy || inside.some((one) => !same(now.get(one.name), sent.get(one.name)))) return false;
      for (const one of inside) this.accepted.delete(one.name);
    }
    for (const box of pressed.startsWith("paste:") ? [] : old.querySelectorAll("[data-paste]")) {
      const next = fresh.querySelector(`[id="${box.id}"]`);
      if (next && box.value) next.closest("details").open = Boolean(next.value = box.value);
    }
    for (const one of fresh.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
    fresh.removeAttribute("data-swap");
    old.replaceWith(document.adoptNode(fresh));
    const now = read(this.form);
    for (const one of this.form.elements) if (fresh.contains(one) && now.has(one.name)) this.accepted.set(one.name, now.get(one.name));
    window.htmx?.process(fresh);
    return true;
  }

  /** After a button of a table: to the row that came or moved. */
  lead(place, to) {
    const row = document.getElementById(place);
    if (!row) return;
    (row.matches("li") ? row.querySelector(to) ?? row : row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  say(state) {
    this.state = state;
    this.form.dispatchEvent(new CustomEvent("seedbed:saving", { bubbles: true, detail: { state } }));
    paint();
  }
}
