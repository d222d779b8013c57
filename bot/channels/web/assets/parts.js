// Files on their way up. A large one leaves in parts, each under its number and its SHA-256: a line that breaks costs one
// part, and what the house has acknowledged is never sent again.

import { Refusal, delay, headers, here, mark, nap, spoken } from "./chat.js";

const PART = 4 << 20; // bytes
const TRIES = 8; // of one part, a minute in all; then the button that tries again goes on from there

export async function upload(item) {
  if (item.file.size <= PART || !crypto.subtle) return send(item, "/chat/evidence", item.file);
  for (;;) {
    const { code, missing } = await part(item, (item.part ??= 1));
    if (code) return { code };
    item.part = missing;
  }
}

async function part(item, number) {
  const from = (number - 1) * PART;
  const body = item.file.slice(from, from + PART);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await body.arrayBuffer()));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const about = { "X-Part": number, "X-Whole": item.file.size, "X-SHA256": sha256 };
  for (let tries = 0; ; tries++) {
    try {
      return await send(item, "/chat/evidence/part", body, about, from);
    } catch (error) {
      const final = error instanceof Refusal && !error.again;
      if (final || tries === TRIES || item.cancelled || here.left) throw error;
    }
    await nap(delay(tries));
  }
}

// Not fetch: that tells nobody how far a large file has come.
function send(item, path, body, more = {}, before = 0) {
  const request = (item.request = new XMLHttpRequest());
  const { file } = item;
  const name = encodeURIComponent(file.name.replace(/\p{Surrogate}/gu, ""));
  request.open("POST", path);
  request.responseType = "json";
  const about = { "Content-Type": file.type || "application/octet-stream", "X-Key": item.key, "X-Name": name, ...more };
  for (const pair of Object.entries(headers(about))) request.setRequestHeader(...pair);
  request.upload.onprogress = ({ loaded }) => (item.bar.value = (before + loaded) / file.size);
  if (before + body.size === file.size)
    request.upload.onload = () => mark(item, "storing", spoken("span", "evidence-storing"));
  return new Promise((resolve, reject) => {
    request.onload = () => {
      const { status, response } = request;
      if (status === 200) resolve(response);
      else reject(new Refusal(status, response));
    };
    request.onerror = request.onabort = reject;
    if (item.cancelled || here.left) reject(new Error("called back"));
    else request.send(body);
  });
}
