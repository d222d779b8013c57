// The page somebody in trouble writes in. All it knows lives in this script's memory: no cookie, no storage, no other
// site. Closed or left, it has forgotten everything.

import { upload } from "./parts.js";

const $ = (id) => document.getElementById(id);
const all = (selector) => document.querySelectorAll(selector);
const on = (node, event, act) => node.addEventListener(event, act);
const { words, numbers, bytes, silence } = JSON.parse($("state").textContent);
const LIMIT = 4096; // characters in one message
const PATIENCE = 20_000; // milliseconds one request may take
const LIFELINE = 2_500; // milliseconds a call for help may take before the numbers are shown here
const VISIBLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;
const SAFE_LINK = /^(https?:|tel:|sms:|mailto:|\/(?!\/))/i;
const ONCE = /^act:consent_/; // buttons that are one question, though they begin like what can be done at any time
const QUIET = { cache: "no-store", credentials: "omit" };
const here = { token: "", language: document.documentElement.lang, heard: [], turn: 0, ended: false, left: false, ticket: "" };

// -- words --

const say = (name) => words[here.language][name];

function speak(language) {
  here.language = document.documentElement.lang = language;
  for (const node of all("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of all("[data-label]")) node.ariaLabel = say(node.dataset.label);
  for (const node of all("[data-hint]")) node.placeholder = say(node.dataset.hint);
  const other = Object.keys(words).find((each) => each !== language);
  if (!other) return;
  const to = { lang: other, hreflang: other, textContent: other.toUpperCase() };
  to.ariaLabel = `${to.textContent} ${say(`language-${other}`)}`;  // what is seen is said, too
  Object.assign($("language"), to);
}

const announce = (sentence) => here.left || ($("announce").textContent = sentence);

// -- drawing --

// A string of attributes is a class.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  const pairs = typeof attributes === "string" ? { class: attributes } : attributes;
  for (const [name, value] of Object.entries(pairs)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function spoken(tag, name, attributes) {
  const node = make(tag, attributes, say(name));
  node.dataset.say = name;
  return node;
}

const labelled = (name) => ({ "data-label": name, "aria-label": say(name) });

function button(name, act, kind = "") {
  const node = spoken("button", name, { type: "button", class: kind });
  on(node, "click", act);
  return node;
}

const paragraph = (text) => make("p", { dir: "auto" }, text);

function numberList(list) {
  const row = ({ label, hours, ...to }) => {
    const shown = [make("b", {}, label), " ", make("span", {}, hours)];
    return make("li", {}, make("a", { href: safe(to) ? to.href : "#" }, ...shown));
  };
  return make("ul", "numbers", ...list.map(row));
}

const log = $("log");
const rest = () => log.focus({ preventScroll: true }); // where the keyboard goes when its button is gone
const scroll = { anchor: null, since: 0, placed: 0, follows: true };
const end = () => log.scrollHeight - log.clientHeight;
const atEnd = () => log.scrollTop > end() - 24;

// New letters are read from the top: the view stops at the first one that was not seen yet, not at the very end.
function add(node, own = false) {
  const now = performance.now();
  const isFirst = atEnd() && (!scroll.anchor || now - scroll.since > 1500);
  log.append(node);
  if (own) Object.assign(scroll, { anchor: null, follows: true });
  else if (isFirst) Object.assign(scroll, { anchor: node, since: now });
  settle();
  return node;
}

function settle() {
  if (here.left) return;
  const top = scroll.anchor?.isConnected ? scroll.anchor.offsetTop - 12 : Infinity;
  if (scroll.follows) log.scrollTop = Math.min(end(), top);
  scroll.placed = log.scrollTop;
  $("below").hidden = atEnd();
}

function scrolled() {
  if (here.left) return;
  if (Math.abs(log.scrollTop - scroll.placed) > 3) Object.assign(scroll, { follows: atEnd(), placed: log.scrollTop });
  if (atEnd()) scroll.anchor = null;
  $("below").hidden = atEnd();
}

// -- asking --

class Refusal extends Error {
  constructor(status, said) {
    super(said?.error ?? say("fault-unforeseen"));
    Object.assign(this, { status, again: said?.again ?? status >= 500 });
  }
}

const told = (error) => (error instanceof Refusal ? error.message : say("fault-network"));
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

function headers(more = {}) {
  const bearer = here.token && { Authorization: `Bearer ${here.token}` };
  return { ...bearer, "Accept-Language": here.language, ...more };
}

async function ask(path, body) {
  const post = body && { method: "POST", body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(path, { ...post, ...QUIET, headers: headers(), signal });
  const said = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, said);
  return said;
}

const naps = new Set();
const delay = (tries) => Math.min(15_000, 500 * 2 ** tries) * (0.75 + Math.random() / 2);

function nap(milliseconds) {
  return new Promise((wake) => {
    naps.add(wake);
    setTimeout(() => naps.delete(wake) && wake(), milliseconds);
  });
}

function rouse() {
  for (const wake of naps) wake();
  naps.clear();
}

function offline(is) {
  if (here.left) return;
  const line = $("offline");
  line.textContent = is ? say("offline") : "";
  if (is) line.dataset.say = "offline";
  else delete line.dataset.say;
}

// -- sending: one thing after the other, each under one key until it is stored --

const queue = [];
let pumping = false;

function showMine(...content) {
  const state = make("p", { class: "state", "aria-live": "off" });
  const bubble = make("div", "bubble", spoken("span", "from-me", "quiet"), ...content);
  add(make("article", "letter me", bubble, state), true);
  letters.from = "me";
  return { bubble, state };
}

// How far a message got, under its bubble: sending, sent, failed (a button that tries again) or a sentence.
function mark(item, name, sentence) {
  if (item.state.dataset.state === name) return;
  item.state.dataset.state = name;
  if (name === "failed") {
    item.state.replaceChildren(button("state-failed", () => (mark(item, "sending"), rest(), item.retry())));
    announce(say("state-failed"));
  } else item.state.replaceChildren(sentence ?? spoken("span", `state-${name}`));
  if (sentence) announce(item.state.textContent);
  settle();
}

function send(what, text) {
  const item = { key: newKey(), what, ...showMine(paragraph(text)), retry: () => (rouse(), pump()) };
  mark(item, "sending");
  queue.push(item);
  pump();
  return item;
}

async function pump() {
  if (pumping) return;
  pumping = true;
  for (let tries = 0; queue.length && here.token && !here.ended; ) {
    if (await store(queue[0])) [tries] = [0, queue.shift()];
    else if (!here.ended) await nap(delay(tries++));
  }
  pumping = false;
}

async function store(item) {
  try {
    await ask("/chat/say", { key: item.key, ...item.what });
    mark(item, "sent");
  } catch (error) {
    if (error.status === 401) ended();
    else if (error instanceof Refusal && !error.again) return mark(item, "refused", error.message), true;
    mark(item, "failed");
    return false;
  }
  return true;
}

const lately = new Map();

// A tap counts once, however often a nervous finger lands.
function choose(choice, label) {
  const waits = queue.some((item) => item.what.choice === choice);
  if (waits || performance.now() - (lately.get(choice) ?? -1000) < 1000) return false;
  lately.set(choice, performance.now());
  const item = send({ choice }, label);
  if (choice === "act:danger") setTimeout(() => lifeline(item), LIFELINE);
  return true;
}

// Help must not hang on our server: a call for it that did not arrive shows the numbers this page came with.
function lifeline(item) {
  const list = numbers[here.language];
  if (item.state.dataset.state === "sent" || !list.length || log.querySelector(".lifeline")) return;
  add(make("section", "card lifeline", spoken("h2", "numbers"), numberList(list)));
}

// -- hearing --

async function listen() {
  const turn = ++here.turn;
  here.stream?.abort();
  for (let tries = 0; turn === here.turn; ) {
    tries = (await hear(turn)) ? 0 : tries + 1;
    if (turn !== here.turn) return;
    if (tries) offline(true), await nap(delay(tries - 1));
  }
}

// Reads one stream to its end; tells whether it was worth its name. One that falls silent is given up.
async function hear(turn) {
  const control = (here.stream = new AbortController());
  const began = performance.now();
  let watchdog;
  const alive = () => (clearTimeout(watchdog), (watchdog = setTimeout(() => control.abort(), silence)));
  try {
    alive();
    const [since, { signal }] = [headers({ "Last-Event-ID": here.heard.at(-1) ?? "" }), control];
    const answer = await fetch("/chat/stream", { ...QUIET, headers: since, signal });
    if (turn !== here.turn) return false;
    if (answer.status === 401) ended();
    if (!answer.ok) return false;
    offline(false), rouse(), report();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = "", part; !(part = await reader.read()).done; alive()) {
      const events = (rest + part.value).split("\n\n");
      rest = events.pop();
      for (const event of events) if (turn === here.turn) receive(event);
    }
  } catch {
    // the line broke: once more
  } finally {
    clearTimeout(watchdog);
  }
  return performance.now() - began > 1000;
}

function receive(event) {
  const fields = Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s, 2)));
  if (fields.event === "ended") return ended();
  if (!fields.id || here.heard.includes(fields.id)) return;
  showLetter(JSON.parse(fields.data), here.heard.push(fields.id));
  report();
}

// Letters are counted here as they come (`heard` holds the house's name for each).
// Says how far they came: onto the page, and under somebody's eyes. A held letter counts as read once opened.
const reported = { seen: 0, read: 0, timer: 0, held: new Set() };

function report() {
  clearTimeout(reported.timer);
  reported.timer = setTimeout(tellSeen, 200);
}

const tell = (count, read) => ask("/chat/seen", { upto: here.heard[count - 1], read });

async function tellSeen() {
  const [seen, held] = [here.heard.length, Math.min(...reported.held)];
  const read = document.hidden ? 0 : Math.min(seen, held - 1);
  if (!here.token || here.ended) return;
  try {
    if (read > reported.read) await tell((reported.read = read), true);
    if (seen > Math.max(reported.seen, read)) await tell((reported.seen = seen), false);
  } catch (error) {
    if (error.status === 401) ended();
    else reported.seen = reported.read = 0; // said again with the next letter, or when the stream is back
  }
}

// -- letters --

const letters = { from: "", minute: "", choices: null };

function showLetter(letter, number) {
  const from = letter.from === "listener" ? "listener" : "bot";
  const at = new Date(letter.at);
  const minute = at.toLocaleTimeString(here.language, { timeStyle: "short", hourCycle: "h23" });
  const article = make("article", `letter ${from}`);
  if (from !== letters.from || minute !== letters.minute)
    article.append(make("p", "who", spoken("span", `from-${from}`), " ", make("time", {}, minute)));
  Object.assign(letters, { from, minute });
  if (letter.widget === "held") hold(article, letter, number);
  else unfold(article, letter);
  add(article);
}

function hold(article, letter, number) {
  reported.held.add(number);
  const open = button("held", () => {
    reported.held.delete(number);
    open.remove();
    unfold(article, letter);
    article.querySelector(".bubble")?.focus();
    report();
  }, "held");
  article.append(open);
}

function unfold(article, letter) {
  const bubble = make("div", { class: "bubble", tabindex: "-1" }, ...(letter.paragraphs ?? []).map(paragraph));
  if (letter.links?.length) bubble.append(make("ul", "links", ...letter.links.filter(safe).map(linked)));
  if (letter.code) bubble.append(codeLine(letter.code));
  // in danger the numbers stand above the words
  if (letter.numbers?.length) bubble[letter.widget === "danger" ? "prepend" : "append"](numberList(letter.numbers));
  if (letter.widget === "erased") log.replaceChildren();
  if (bubble.childNodes.length) article.append(bubble);
  if (letter.widget === "evidence") article.append(evidenceCard());
  if (letter.widget === "phrase") article.append(phraseCard());
  if (letter.widget === "vault") import("./vault.js").then((vault) => (article.append(vault.card()), settle()));
  if (letter.choices?.length) article.append(choiceGroup(letter.choices));
}

const safe = ({ href }) => SAFE_LINK.test(href);
const linked = ({ href, label }) => make("li", {}, make("a", { href, target: "_blank", rel: "noreferrer" }, label));

function codeLine(code) {
  const text = make("code", {}, code);
  const copy = button("copy", async () => {
    getSelection().selectAllChildren(text); // where a browser gives no clipboard, it can be copied by hand
    const copied = () => copy.replaceWith(spoken("span", "copied", { role: "status" }));
    await navigator.clipboard?.writeText(code).then(copied, () => {});
  });
  return make("div", "code", spoken("span", "code"), text, copy);
}

// Only the newest question is open; what can be done at any time ("act:") stays open in older letters too, and closes
// no question.
function choiceGroup(choices) {
  const group = make("div", { class: "choices", role: "group", ...labelled("choices") });
  for (const { id, label } of choices) {
    const node = make("button", { type: "button", class: "choice", "data-choice": id }, label);
    on(node, "click", () => tap(group, node, id, label));
    group.append(node);
  }
  withdraw(group, choices.filter(({ id }) => ONCE.test(id)));
  if (choices.every(({ id }) => id.startsWith("act:"))) return group;
  if (letters.choices) close(letters.choices);
  return (letters.choices = group);
}

// What is asked once more is no longer open where it stood before.
function withdraw(group, again) {
  for (const { id } of again)
    for (const node of all(`[data-choice="${id}"]`)) if (!group.contains(node)) node.ariaDisabled = "true";
}

function tap(group, node, id, label) {
  if (node.ariaDisabled === "true" || !choose(id, label)) return;
  if (id.startsWith("act:")) return;
  node.classList.add("taken");
  close(group);
}

// Not `disabled`: whoever just pressed it keeps their place.
function close(group) {
  for (const node of group.children) if (!node.dataset.choice.startsWith("act:")) node.ariaDisabled = "true";
}

// -- files: one after the other, straight into the vault --

let line = Promise.resolve();

function evidenceCard() {
  const act = button("evidence-add", () => $("files").click(), "main");
  return make("div", "card", act, spoken("p", "evidence-hint", "hint"));
}

function give(file) {
  const bar = make("progress", { max: "1", value: "0", ...labelled("evidence-progress") });
  const name = make("p", { class: "file", dir: "auto" }, file.name || say("evidence-file"));
  const item = { key: newKey(), file, bar, ...showMine(name, make("p", "hint", sizeOf(file)), bar) };
  item.retry = () => (line = line.then(() => carry(item)));
  item.stop = button("evidence-cancel", () => cancel(item));
  if (!file.size) return settleFile(item, "refused", say("fault-empty-file"));
  if (file.size > bytes) return settleFile(item, "refused", say("fault-too-large"));
  item.bubble.append(item.stop);
  mark(item, "sending");
  item.retry();
}

function sizeOf({ size }) {
  const [unit, scale] = size < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  return new Intl.NumberFormat(here.language, { style: "unit", unit, maximumFractionDigits: 1 }).format(size / scale);
}

function settleFile(item, name, sentence) {
  item.bar.remove(), item.stop.remove();
  mark(item, name, sentence);
}

function cancel(item) {
  item.cancelled = true;
  item.request?.abort();
  rest();
  settleFile(item, "refused", spoken("span", "evidence-cancelled"));
}

async function carry(item) {
  if (item.cancelled || here.left) return;
  try {
    const { code } = await upload(item);
    settleFile(item, "kept", spoken("span", "evidence-kept"));
    item.state.append(" ", make("code", {}, code));
  } catch (error) {
    if (item.cancelled) return;
    if (error.status === 401) ended(), mark(item, "failed");
    else if (error instanceof Refusal && !error.again) settleFile(item, "refused", error.message);
    else mark(item, "failed");
  }
}

// -- the phrase: shown until it is chosen, then nowhere --

function phraseCard() {
  const card = make("div", { class: "card phrase", tabindex: "-1" });
  const list = make("ol", "five");
  const fault = make("p", { class: "fault", role: "alert" });
  const own = ownPhrase((phrase) => keep(phrase));
  let [drawn, busy] = ["", false];

  const attempt = async (act) => {
    if (busy) return;
    [busy, fault.textContent] = [true, ""];
    await act().catch((error) => (error.status === 401 ? ended() : (fault.textContent = told(error))));
    busy = false;
  };
  const draw = () => attempt(async () => {
    ({ phrase: drawn } = await ask("/chat/phrase"));
    list.replaceChildren(...drawn.split("-").map((word) => make("li", {}, word)));
  });
  const keep = (phrase) => attempt(async () => {
    await ask("/chat/phrase", { phrase });
    drawn = "";
    card.replaceChildren(spoken("p", "phrase-kept"));
    card.focus();
  });

  const acts = [button("phrase-noted", () => (drawn ? keep(drawn) : draw()), "main"), button("phrase-other", draw)];
  acts.push(button("phrase-own", () => ((own.hidden = false), own.querySelector("input").focus(), settle())));
  card.append(spoken("h2", "phrase-title"), list, make("div", "row", ...acts), fault, own);
  draw().then(settle);
  return card;
}

function ownPhrase(keep) {
  const id = `own-${newKey()}`;
  const quiet = { autocomplete: "off", autocapitalize: "none", spellcheck: "false", writingsuggestions: "false" };
  const input = make("input", { id, type: "text", maxlength: "200", ...quiet });
  const label = spoken("label", "phrase-own-label", { for: id });
  const submit = spoken("button", "phrase-own-do", { type: "submit", class: "main" });
  const form = make("form", { hidden: "" }, label, input, spoken("p", "phrase-own-hint", "hint"), submit);
  on(form, "submit", (event) => {
    event.preventDefault();
    if (VISIBLE.test(input.value)) keep(input.value.trim());
    else input.focus();
  });
  return form;
}

// -- menu and composer --

async function openMenu({ currentTarget }) {
  showNumbers();
  $("menu").showModal();
  if (currentTarget !== $("more")) $("phrase").focus();
  const fresh = await ask("/numbers").catch(() => null);
  if (fresh) (numbers[here.language] = fresh.numbers), showNumbers();
}

function showNumbers() {
  $("numbers").hidden = !numbers[here.language].length;
  $("numbers").querySelector("ul").replaceWith(numberList(numbers[here.language]));
}

async function resume(event) {
  event.preventDefault();
  const [field, fault] = [$("phrase"), $("resume-fault")];
  if (!VISIBLE.test(field.value)) return field.focus();
  fault.textContent = "";
  try {
    const { token } = await ask("/chat/resume", { phrase: field.value.trim() });
    field.value = "";
    $("menu").close();
    if (!queue.length) log.replaceChildren();
    speakFor(token);
    rest();
  } catch (error) {
    fault.textContent = told(error);
    field.focus();
  }
}

function changeLanguage(event) {
  event.preventDefault();
  const other = $("language").hreflang;
  if (!choose(`act:language_${other}`, say(`language-${other}`))) return;
  speak(other);
}

// A long message leaves in several, cut where a line or a word ends: nobody has to count characters at night.
function* portions(text) {
  let rest = Array.from(text.trim());
  while (rest.length > LIMIT) {
    const head = rest.slice(0, LIMIT).join("");
    const cut = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
    const first = cut > LIMIT / 2 ? head.slice(0, cut) : head;
    yield first.trim();
    rest = Array.from((head.slice(first.length) + rest.slice(LIMIT).join("")).trim());
  }
  yield rest.join("");
}

function write(event) {
  event.preventDefault();
  const area = $("text");
  if (VISIBLE.test(area.value)) for (const part of portions(area.value)) send({ text: part }, part);
  area.value = "";
  grow();
  area.focus();
}

function grow() {
  const area = $("text");
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function composerKey(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) write(event);
}

// A phone's keyboard must not cover what one writes; a page made larger by two fingers is left alone.
function fitView() {
  const { scale, height } = visualViewport;
  if (scale > 1.01) return;
  document.documentElement.style.setProperty("--height", `${height}px`);
  scrollTo(0, 0);
}

// -- leaving --

function leave() {
  if (here.left) return;
  const { token } = here;
  Object.assign(here, { left: true, ended: true, token: "", turn: here.turn + 1 });
  here.stream?.abort();
  if (token) shut(token);
  queue.length = 0;
  document.body.replaceChildren();
  history.replaceState(null, "", "/away");
  location.replace("/away");
}

function shut(token) {
  const body = JSON.stringify({ token });
  if (!navigator.sendBeacon?.("/chat/leave", body))
    fetch("/chat/leave", { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
}

const typed = { escape: -Infinity, last: "" };

function exitKey(event) {
  if (event.repeat) return;
  if (event.key === "Escape") {
    if (event.timeStamp - typed.escape < 1500) leave();
    typed.escape = event.timeStamp;
  } else if (event.key.length === 1) {
    if (typed.last === "/" && event.key.toLowerCase() === "x" && !event.target.matches?.("input, textarea")) leave();
    typed.last = event.key;
  }
}

const exitWord = (event) => /(^|\s)\/x\s*$/i.test(event.target.value ?? "") && leave();

// -- beginning --

function ended() {
  if (here.ended) return;
  Object.assign(here, { ended: true, turn: here.turn + 1 });
  here.stream?.abort();
  offline(false);
  const acts = make("div", "row", button("begin-again", begin, "main"), button("resume", openMenu));
  here.card = add(make("section", "card", spoken("h2", "ended"), spoken("p", "ended-hint"), acts));
}

function speakFor(token) {
  Object.assign(here, { token, heard: [], ended: false });
  Object.assign(reported, { seen: 0, read: 0 });
  reported.held.clear();
  if (here.card?.contains(document.activeElement)) rest();
  here.card?.remove();
  if (letters.choices) close(letters.choices);
  listen();
  pump();
}

// A link for once from a messenger: it leaves the address before anything else happens.
function takeTicket() {
  if (!/^#[\w-]{43}$/.test(location.hash)) return "";
  const ticket = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  return ticket;
}

const door = async () =>
  here.ticket ? (await import("./vault.js")).enter() : ask("/chat/open", { lang: here.language });

async function begin() {
  if (here.begins) return;
  Object.assign(here, { begins: true, token: "" });
  for (let tries = 0; !here.token && !here.left; tries++) {
    const opened = await door().catch(() => null);
    if (here.token || here.left) break;
    if (opened) speakFor(opened.token), opened.show?.();
    else offline(true), await nap(delay(tries));
  }
  here.begins = false;
}

function wire() {
  for (const exit of all(".exit")) on(exit, "click", (event) => (event.preventDefault(), leave()));
  on(document, "keydown", exitKey);
  on(document, "input", exitWord);
  on(window, "pageshow", (event) => event.persisted && here.left && location.replace("/away"));
  on($("more"), "click", openMenu);
  on($("less"), "click", () => $("menu").close());
  on($("resume"), "submit", resume);
  if ($("language")) on($("language"), "click", changeLanguage);
  for (const node of all("[data-act]"))
    on(node, "click", () => choose(`act:${node.dataset.act}`, node.textContent.trim()));
  on($("composer"), "submit", write);
  on($("text"), "input", grow);
  on($("text"), "keydown", composerKey);
  on($("files"), "change", (event) => (Array.from(event.target.files).forEach(give), (event.target.value = "")));
  on($("below"), "click", () => (log.scrollTop = end()));
  on(log, "scroll", scrolled);
  on(document, "visibilitychange", () => document.hidden || (rouse(), report()));
  on(window, "online", rouse);
  new ResizeObserver(settle).observe(log);
  if (window.visualViewport) on(visualViewport, "resize", fitView);
}

export { Refusal, add, ask, button, delay, ended, headers, here, make, mark, nap, newKey, on, phraseCard, say, settle, spoken, told };

function start() {
  $("plain").remove();
  here.ticket = takeTicket();
  for (const id of ["chat", "more"]) $(id).hidden = false;
  add(make("p", "aside", button("resume", openMenu)));
  wire();
  begin();
}

// A browser that guesses the next page runs it unseen: nobody has come yet.
if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
else start();
