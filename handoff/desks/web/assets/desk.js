// What the desk's pages do in the browser: clocks that tick, parts that stay current, words that are never lost.
// No sentence lives here: those shown come from the page's own attributes. Nothing typed is stored anywhere.
"use strict";

const body = document.body;
const meta = document.querySelector("meta[name=form-key]");
const notice = document.getElementById("notice");

// -- clocks ------------------------------------------------------------------------------------------------------

function length(seconds) {
  const s = Math.max(0, Math.floor(seconds)), d = body.dataset;
  if (s < 60) return d.under;
  if (s < 3600) return `${Math.floor(s / 60)} ${d.minute}`;
  if (s < 86400) return `${Math.floor(s / 3600)} ${d.hour} ${String(Math.floor((s % 3600) / 60)).padStart(2, "0")}`;
  return `${Math.floor(s / 86400)} ${d.day} ${Math.floor((s % 86400) / 3600)} ${d.hour}`;
}

function show(clock, text) {
  if (clock.textContent !== text) clock.textContent = text;
}

function tick() {
  const now = Date.now();
  for (const clock of document.querySelectorAll("[data-since]"))
    show(clock, length((now - Date.parse(clock.dataset.since)) / 1000));
  for (const clock of document.querySelectorAll("[data-until]")) {
    const left = (Date.parse(clock.dataset.until) - now) / 1000;
    show(clock, left > 0 ? length(left) : body.dataset.past);
  }
}
setInterval(tick, 5000);

// -- staying current ---------------------------------------------------------------------------------------------

const live = document.getElementById("live");
let stream = null;

function listen() {
  stream = new EventSource(body.dataset.live);
  stream.addEventListener("changed", () => htmx.trigger(live, "changed"));
  stream.addEventListener("open", () => body.classList.remove("offline"));
  // Without the stream the page goes on asking by itself: see `every` in its hx-trigger.
  stream.addEventListener("error", () => {
    body.classList.add("offline");
    // A browser gives up on a refused stream, such as that of an ended session; one may have signed in again since.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
}

if (live && body.dataset.live) {
  listen();
  addEventListener("pagehide", () => stream.close());
}

const kept = new Map();
for (const part of document.querySelectorAll("[data-keep]")) kept.set(part.id, part.innerHTML.trim());

body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (target.hasAttribute("data-keep")) {
    // What someone opened stays open as long as its piece is there; while a voice plays, the list waits.
    const fresh = fragment.innerHTML.trim();
    const plays = [...target.querySelectorAll("audio, video")].some((player) => !player.paused);
    if (plays || kept.get(target.id) === fresh) return void (event.detail.shouldSwap = false);
    kept.set(target.id, fresh);
    for (const open of target.querySelectorAll(".shown"))
      fragment.querySelector(`#${CSS.escape(open.id)}`)?.replaceChildren(...open.childNodes);
  }
  if (target.hasAttribute("data-scroll")) {
    const toEnd = target === log && atEnd;
    const top = target.scrollTop;
    queueMicrotask(() => { target.scrollTop = toEnd ? target.scrollHeight : top; });
  }
});

body.addEventListener("htmx:afterSettle", (event) => {
  tick(); ringCount(); tellNewWords();
  if (event.detail.target?.id === "say-answer") document.getElementById("held")?.focus();
});

const log = document.getElementById("p-log");
let atEnd = true;
let tall = 0;
if (log) {
  log.scrollTop = log.scrollHeight;
  // Only a hand scrolls away from the end: while a question that has just opened makes the log smaller, nothing counts.
  log.addEventListener("scroll", () => { if (log.clientHeight === tall) atEnd = atBottom(log); });
  // A question that opens below the talk must not push its last words out of sight.
  new ResizeObserver(() => {
    tall = log.clientHeight;
    if (atEnd) log.scrollTop = log.scrollHeight;
  }).observe(log);
}

function atBottom(part) {
  return part.scrollHeight - part.clientHeight - part.scrollTop < 60;
}

// What is swapped in is read aloud by no screen reader: what is new is said in a place that stays.
const announce = document.getElementById("announce");
let lastHeard = newestWords()?.id;

function newestWords() {
  return log && [...log.querySelectorAll(".entry.correspondent")].pop();
}

function tellNewWords() {
  const words = newestWords();
  if (!words || words.id === lastHeard) return;
  lastHeard = words.id;
  announce.textContent = words.textContent.replace(/\s+/g, " ").trim();
}

// A voice that begins to play is unheard no longer.
body.addEventListener("play", ({ target }) => target.closest(".tile")?.querySelector(".called")?.remove(), true);

// -- emergencies: the title counts them; a sound only once someone asked for it -------------------------------------

const title = document.title;
let known = null, sound = null;

function ringCount() {
  const cards = document.getElementById("cards");
  if (!cards) return;
  const count = Number(cards.dataset.emergencies);
  document.title = count ? `(${count}) ${title}` : title;
  if (known !== null && count > known) {
    beep();
    announce.textContent = cards.querySelector(".alarm-strip").textContent;
  }
  known = count;
}

function beep() {
  if (!sound) return;
  for (const [at, pitch] of [[0, 660], [0.25, 880]]) {
    const tone = sound.createOscillator(), gain = sound.createGain(), start = sound.currentTime + at;
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.2, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
    tone.connect(gain).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.23);
  }
}

const bell = document.getElementById("sound");
if (bell) bell.addEventListener("click", () => {
  if (sound) { sound.close(); sound = null; } else { sound = new AudioContext(); beep(); }
  bell.setAttribute("aria-pressed", String(sound !== null));
});

// -- keys ----------------------------------------------------------------------------------------------------------
// A letter takes one to a place, Enter does what is there: a stray key does nothing. Only « n » takes the next case.

const help = document.getElementById("help");
const lettersOn = () => sessionStorage.getItem("letters") !== "off";
const isTyped = (target) => target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
const placesWithKey = () => [...document.querySelectorAll("[data-key]")].filter((place) => place.checkVisibility());

function goTo(place) {
  const details = place.matches("summary") && place.parentElement;
  if (details) details.open = true;
  const field = details && details.querySelector("select, textarea, input:not([type=hidden]), button");
  (field || place).focus();
}

function showHelp() {
  const rows = placesWithKey().map((place) => {
    const row = document.createElement("div"), term = document.createElement("dt"), name = document.createElement("dd");
    const letter = document.createElement("kbd");
    letter.textContent = place.dataset.key;
    name.textContent = (place.dataset.name ?? place.ariaLabel ?? place.textContent).trim();
    term.append(letter);
    row.append(term, name);
    return row;
  });
  document.getElementById("help-keys").replaceChildren(...rows);
  document.getElementById("letters").setAttribute("aria-pressed", String(lettersOn()));
  help.showModal();
}

if (help) {
  document.getElementById("keys").addEventListener("click", showHelp);
  document.getElementById("letters").addEventListener("click", (event) => {
    sessionStorage.setItem("letters", lettersOn() ? "off" : "on");
    event.target.setAttribute("aria-pressed", String(lettersOn()));
  });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || help?.open) return;
  if (event.key === "Escape") return stepBack(event);
  // The question about a second emergency stands where a key still held down from before must not answer it.
  if (event.key === "Enter" && event.repeat && event.target.closest("#second")) return event.preventDefault();
  if (isTyped(event.target) || !lettersOn()) return;
  if (event.key === "?") return showHelp();
  const cards = document.querySelectorAll("#cards .enter");
  const place = cards[Number(event.key) - 1] ?? placesWithKey().find((one) => one.dataset.key === event.key);
  if (!place) return;
  event.preventDefault();
  goTo(place);
});

// Escape leaves a question, then a box, then whatever was opened: from there letters work again.
function stepBack(event) {
  if (document.getElementById("held")) return answerHeld("back");
  const details = event.target.closest("details[open]");
  if (details) {
    details.open = false;
    details.querySelector("summary").focus();
  } else event.target.blur();
}

// -- the two boxes ---------------------------------------------------------------------------------------------------

function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 220)}px`;
}

for (const form of document.querySelectorAll("form.box")) {
  const area = form.querySelector("textarea"), key = form.elements.key;
  let tried = null;
  key.value = freshKey();
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  area.addEventListener("input", () => {
    grow(area);
    if (form.elements.confirmed) form.elements.confirmed.value = form.elements.because.value = "";
    form.classList.toggle("is-note", form.id === "say" && area.value.trimStart().startsWith("//"));
    // What failed may have arrived all the same: the same words keep their key, other words get their own.
    key.value = tried !== null && area.value === tried.text ? tried.key : freshKey();
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    tried = { text: area.value, key: key.value };
    notice.replaceChildren();
    document.getElementById("say-answer").replaceChildren();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form || !event.detail.successful) return;
    if (area.value === tried.text) area.value = "";
    tried = null;
    area.dispatchEvent(new Event("input"));
    log.scrollTop = log.scrollHeight;
  });
}

body.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.elt.matches("form.box")) return;
  const line = document.createElement("p");
  line.className = "notice fault";
  line.textContent = body.dataset.unsent;
  notice.replaceChildren(line);
});

// -- taps: a held message, a blurred preview, a field to copy ---------------------------------------------------------

body.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-as]");
  if (choice) answerHeld(choice.dataset.as);
  const reveal = event.target.closest("[data-reveal]");
  if (reveal) {
    const blurred = reveal.closest("figure").querySelector("img, video").classList.toggle("blurred");
    reveal.setAttribute("aria-pressed", String(!blurred));
    reveal.textContent = blurred ? reveal.dataset.hidden : reveal.dataset.shown;
  }
  if (event.target.closest("[data-dismiss]")) notice.replaceChildren();
  const canned = event.target.closest("[data-canned]");
  if (canned) insert(document.getElementById("words"), canned.textContent);
  if (event.target.matches("[data-select]")) event.target.select();
});

function insert(area, text) {
  const before = area.value.slice(0, area.selectionStart), after = area.value.slice(area.selectionEnd);
  area.value = `${before}${before && !/\s$/.test(before) ? " " : ""}${text}${after}`;
  area.dispatchEvent(new Event("input"));
  area.focus();
}

// No file leaves the desk: one that is dropped or pasted is said to stay here, and a browser must not open it either.
for (const kind of ["dragover", "drop", "paste"]) addEventListener(kind, (event) => {
  const data = event.dataTransfer ?? event.clipboardData;
  if (!data || ![...data.types].includes("Files")) return;
  event.preventDefault();
  if (kind === "dragover") return;
  const line = document.createElement("p");
  line.className = "notice fault";
  line.textContent = body.dataset.nofile;
  notice.replaceChildren(line);
});

function answerHeld(way) {
  const form = document.getElementById("say"), area = form.querySelector("textarea");
  const why = document.querySelector("[data-because]")?.value.trim() ?? "";
  if (way === "say" && document.querySelector("[data-because]") && !why) {
    document.querySelector("[data-because]").focus();
    return;
  }
  document.getElementById("say-answer").replaceChildren();
  area.focus();
  if (way === "back") return;
  if (way === "note") area.value = `// ${area.value}`;
  form.elements.because.value = way === "say" ? why : "";
  form.elements.confirmed.value = way === "say" ? "yes" : "";
  form.requestSubmit();
}

// -- the form key, and a session that ended while someone was writing --------------------------------------------------

body.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-Form-Key"] = meta.content; });

addEventListener("focus", async () => {
  const link = document.querySelector("[data-signed-out]");
  if (!link) return;
  const answer = await fetch("/form-key").catch(() => null);
  if (!answer || !answer.ok) return;
  meta.content = (await answer.json()).key;
  for (const field of document.querySelectorAll("input[name=form_key]")) field.value = meta.content;
  notice.replaceChildren();
});

ringCount();
tick();
