/* One badge, #saved, says for all forms of a page how saving goes. */

export const TROUBLES = ["retrying", "offline", "signed-out", "clash", "refused"];
const KEPT = ["retrying", "offline", "signed-out"]; // the text is on this device meanwhile
const WORST_FIRST = ["refused", "clash", "signed-out", "offline", "retrying", "saving", "changed", "saved"];

/** "#name" of the field where somebody writes. */
const field = ({ form }) => (document.activeElement?.form === form && document.activeElement.id ? `#${document.activeElement.id}` : "");

/** The badge: #saved with data-changed, -saving, -saved ({time}, {version}), -retrying, -offline,
    -signed-out (with data-sign-in, data-sign-in-words), -kept (added to these three), -clash and -refused. The form in most
    need of help speaks; among equals the one that was saved last. */
export function show(all) {
  const badge = document.getElementById("saved");
  if (!badge) return;
  const rank = (one) => WORST_FIRST.indexOf(one.state);
  const forms = [...all].filter((one) => one.form.isConnected && one.state);
  const one = forms.sort((a, b) => rank(a) - rank(b) || (b.at ?? 0) - (a.at ?? 0))[0];
  if (!one) return;
  const words = badge.querySelector("[role=status]") ?? badge;
  badge.before_ ??= words.textContent; // what the server said when the page came
  words.setAttribute("aria-live", TROUBLES.includes(one.state) ? "polite" : "off");
  badge.dataset.state = one.state;
  words.textContent = one.state === "saved" && !one.at ? badge.before_
    : (badge.getAttribute(`data-${one.state}`) ?? "").replace("{time}", one.time ?? "").replace("{version}", one.version ?? "");
  if (one.kept && KEPT.includes(one.state)) words.textContent += ` ${badge.dataset.kept}`;
  const link = badge.querySelector("a");
  if (!link) return;
  // Signing in goes to a new tab: the text stays in this one, and is saved as soon as one is back.
  const [href, says, target] = one.state === "signed-out" ? [badge.dataset.signIn + encodeURIComponent(field(one)), badge.dataset.signInWords, "_blank"]
    : one.state === "clash" || one.state === "refused" ? [`#${one.room.querySelector("[role=alert]")?.parentElement.id ?? "main"}`, badge.dataset.look, ""] : ["", "", ""];
  link.hidden = !href;
  Object.assign(link, { href, textContent: says ?? "", target });
}
