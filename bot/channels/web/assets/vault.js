// One's own vault: its phrase asked again, its pictures in this page's memory until it is locked. Fetched by chat.js only
// where a letter has it.

import {
  Refusal, add, ask, button, ended, headers, here, make, newKey, on, phraseCard, say, settle, spoken, told,
} from "./chat.js";

// By a link for once from a messenger. One that was used, or is too old, is said to be; without the net it is kept.
export async function enter() {
  try {
    const { token } = await ask("/chat/enter", { ticket: here.ticket });
    return { token, show: welcome, ticket: (here.ticket = "") };
  } catch (error) {
    if (error.status !== 403) throw error;
  }
  here.ticket = "";
  add(make("section", "card", spoken("p", "link-used")));
  return ask("/chat/open", { lang: here.language });
}

// What one came for: the phrase, where none was chosen yet, and the vault.
async function welcome() {
  const { phrase } = await ask("/chat/vault");
  add(make("article", "letter bot", ...(phrase ? [] : [phraseCard()]), card()));
}

export function card() {
  const box = make("div", { class: "card vault", tabindex: "-1" });
  const shown = [];
  const fault = make("p", { class: "fault", role: "alert" });
  const body = make("div");
  const attempt = (act) => async () => {
    fault.textContent = "";
    await act().catch((error) => (error.status === 401 ? ended() : (fault.textContent = told(error))));
    settle();
  };
  const forget = () => { for (const url of shown.splice(0)) URL.revokeObjectURL(url); };
  const draw = attempt(async () => {
    const { pieces, phrase } = await ask("/chat/vault");
    forget();
    if (!pieces.length) return body.replaceChildren(spoken("p", "vault-empty"));
    const rows = pieces.map((piece) => vaultRow(piece, attempt, shown, draw));
    const copy = button("vault-copy", attempt(async () => keepFile(await fetchFile("copy", {}), "copie.zip")));
    const recovery = button("vault-recovery", attempt(async () => {
      const { words: drawn } = await ask("/chat/vault/recovery", {});
      const list = make("ol", "five", ...drawn.map((word) => make("li", {}, word)));
      body.append(spoken("p", "vault-recovery-hint", "hint"), list);
    }));
    const lock = button("vault-lock", attempt(async () => {
      await ask("/chat/vault/lock", {});
      forget();
      body.replaceChildren(vaultDoor(attempt, draw, phrase));
    }));
    body.replaceChildren(make("ul", "pieces", ...rows), make("div", "row", copy, ...(phrase ? [recovery] : []), lock));
  });
  box.append(spoken("h2", "vault-title"), body, fault);
  attempt(async () => body.replaceChildren(vaultDoor(attempt, draw, (await ask("/chat/vault")).phrase)))();
  return box;
}

function vaultDoor(attempt, draw, phrase) {
  const id = `vault-${newKey()}`;
  const quiet = { autocomplete: "off", autocapitalize: "none", spellcheck: "false", writingsuggestions: "false" };
  const input = make("input", { id, type: "password", maxlength: "200", ...quiet });
  const form = make("form", {}, ...(phrase ? [spoken("label", "vault-phrase", { for: id }), input] : []));
  form.append(spoken("button", "vault-open", { type: "submit", class: "main" }));
  const open = attempt(async () => {
    const said = { phrase: phrase ? input.value.trim() : "" };
    const chosen = (error) => {
      if (error.status !== 423) throw error;
      form.replaceWith(vaultDoor(attempt, draw, true)); // a phrase was chosen since this door was drawn
    };
    if ((await ask("/chat/vault/unlock", said).catch(chosen)) === undefined) return;
    input.value = "";
    await draw();
  });
  on(form, "submit", (event) => (event.preventDefault(), open()));
  return form;
}

function vaultRow({ seq, number, at, state }, attempt, shown, draw) {
  const when = new Date(at).toLocaleString(here.language, { dateStyle: "short", timeStyle: "short" });
  const row = make("li", {}, spoken("span", "vault-piece"), ` ${number} · ${when} `);
  if (state === "held" || state === "declared") row.append(spoken("p", "vault-held", "hint"));
  else if (state === "destroyed") row.append(spoken("p", "vault-destroyed", "hint"));
  else {
    const look = button("vault-look", attempt(async () => {
      const src = URL.createObjectURL(await fetchFile("look", { seq }));
      shown.push(src);
      look.replaceWith(make("img", { src, alt: `${say("vault-piece")} ${number}` }));
    }));
    const save = button("vault-save", attempt(async () => keepFile(await fetchFile("original", { seq }), `${number}`)));
    const share = state !== "shared";
    const swap = button(share ? "vault-share" : "vault-unshare", attempt(async () => {
      await ask("/chat/vault/share", { seq, share });
      await draw();
    }));
    row.append(make("div", "row", look, save, swap));
  }
  return row;
}

async function fetchFile(act, what) {
  const post = { method: "POST", body: JSON.stringify(what), headers: headers() };
  const answer = await fetch(`/chat/vault/${act}`, { ...post, cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  return answer.blob();
}

function keepFile(blob, download) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
