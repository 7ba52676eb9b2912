/* Keeps what is being written on this device until the server has it: one draft for each form, as
   it would be sent. Encrypted (AES-GCM) with a key that this page holds in memory only and asks
   the server for; the server forgets it when its person signs out, and gives it to nobody else.
   Without secure storage (plain http, private windows) nothing is kept, and nothing claims to be. */

const owner = document.body.dataset.owner;
const works = Boolean(owner && globalThis.crypto?.subtle && globalThis.indexedDB);
const name = (action, page) => `${owner} ${action} ${page}`; // `page`: two tabs, two drafts
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

let opening, asking;

function database() {
  opening ??= new Promise((done, fail) => {
    const open = indexedDB.open("seedbed", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("drafts", { keyPath: "name" });
    open.onsuccess = () => done(open.result);
    open.onerror = () => fail(open.error);
  });
  return opening;
}

/** One transaction; what it answers is on the disk. */
async function store(mode, act) {
  const transaction = (await database()).transaction("drafts", mode, { durability: "strict" });
  const asked = act(transaction.objectStore("drafts"));
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(asked.result);
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
}

async function ask() {
  for (const method of ["GET", "POST"]) {
    const answer = await fetch("/me/device-key", { method, headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status === 200) return crypto.subtle.importKey("raw", bytes((await answer.json()).key), "AES-GCM", false, ["encrypt", "decrypt"]);
    await answer.text(); // an answer that nobody reads keeps its connection
    if (answer.status !== 204) throw new Error(answer.status);
  }
}

/** The key of this person on this device; asked for once, and again only after a failure. */
function key() {
  asking ??= ask();
  asking.catch(() => (asking = undefined));
  return asking;
}

/** Whoever writes will need it when the connection is gone. */
export const prepare = () => works && key().catch(() => undefined);

/** True: the pairs of this form are on the disk. */
export async function keep(action, pairs, field) {
  if (!works) return false;
  const id = name(action, new Map(pairs).get("page"));
  try {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(id);
    const plain = new TextEncoder().encode(JSON.stringify({ pairs, field }));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await key(), plain);
    await store("readwrite", (drafts) => drafts.put({ name: id, owner, action, iv, sealed, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export async function drop(action, page) {
  if (works) await forget(name(action, page));
}

const forget = (id) => store("readwrite", (drafts) => drafts.delete(id)).catch(() => undefined);

/** While this page lives, no other takes its drafts for left behind. */
export const hold = (action, page) => works && navigator.locks?.request(name(action, page), () => new Promise(() => {}));

/** Does something with a draft, unless the page that wrote it is still there. */
export const unlessHeld = (action, page, act) =>
  navigator.locks ? navigator.locks.request(name(action, page), { ifAvailable: true }, (lock) => lock && act()) : act();

/** This person's drafts, the oldest first. One that no key opens any more is thrown away. */
export async function waiting() {
  if (!works) return [];
  const found = [];
  try {
    const own = (await store("readonly", (drafts) => drafts.getAll())).filter((one) => one.owner === owner);
    for (const { name: id, action, iv, sealed } of own.sort((a, b) => a.at - b.at)) {
      const with_ = await key();
      try {
        const additionalData = new TextEncoder().encode(id);
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, with_, sealed);
        const draft = JSON.parse(new TextDecoder().decode(plain));
        found.push({ action, page: new Map(draft.pairs).get("page"), ...draft });
      } catch {
        await forget(id);
      }
    }
  } catch {
    return found; // no connection: they stay where they are
  }
  return found;
}
