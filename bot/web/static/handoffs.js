// The desk's page of hand-offs. The queue and the open talk are asked for every few seconds, so
// what colleagues and residents do appears by itself; a draft is never touched by that.

import { make, makeLetter, makeQuestion } from "./messages.js";

const EVERY_MS = 2000;
const ANSWER_WITHIN_MS = 15_000;
const ADDRESS = "/desk/handoffs";
const TOKEN = document.querySelector('meta[name="form-token"]').content;
const ARRIVALS = { delivered: "已送达", on_its_way: "等待送达", refused: "没有送达：对方已停用" };

const [queue, queueSaid, panel, title, state, claim, release, trouble, talk, reply, text, said, ending, note] = [
  "queue", "queue-said", "panel", "panel-title", "panel-state", "claim", "release", "trouble",
  "talk", "reply", "reply-text", "reply-said", "ending", "note",
].map((id) => document.getElementById(id));
const drafts = new Map(); // id of a hand-off → what was begun to be written to its person
const seen = new Map(); // id → when its person was last read
let chosen = null; // id of the open one
let open = null; // as the server told it last
let shownQueue = "";
let shownTalk = "";

async function ask(path, body) {
  const response = await fetch(`${ADDRESS}${path}`, {
    method: body ? "POST" : "GET",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-Form-Token": TOKEN },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.status === 401) location.reload(); // the session is over: to the sign-in
  const told = await response.json();
  if (!response.ok) throw Object.assign(new Error(told.error), { isTold: true });
  return told;
}

function tell(error) {
  trouble.textContent = error ? (error.isTold ? error.message : "没有完成，请检查网络后再试。") : "";
  trouble.hidden = !error;
}

async function refresh() {
  try {
    const { now, handoffs } = await ask("/open");
    showQueue(handoffs, Date.parse(now));
    if (chosen !== null) await refreshTalk(chosen);
  } catch {
    queueSaid.textContent = "连不上服务器，正在重试…";
    shownQueue = "";
  }
}

async function refreshTalk(id) {
  const told = await ask(`/${id}`);
  if (id === chosen) showTalk(told);
}

function showQueue(handoffs, now) {
  for (const one of handoffs) if (one.id === chosen) seen.set(one.id, one.last_said_at);
  const rows = handoffs.map((one) => ({ ...one, waited: sayWait(now - Date.parse(one.asked_at)), hasNews: hasNews(one) }));
  const told = JSON.stringify([rows, chosen]);
  if (told === shownQueue) return;
  shownQueue = told;
  const waiting = rows.filter((one) => one.state === "waiting").length;
  document.dispatchEvent(new CustomEvent("waiting-counted", { detail: waiting }));
  const summary = rows.length ? `${waiting} 件等待，${rows.length - waiting} 件处理中` : "现在没有人在等。";
  if (queueSaid.textContent !== summary) queueSaid.textContent = summary;
  const focused = document.activeElement?.dataset?.handoff;
  queue.replaceChildren(...rows.map(makeRow));
  if (focused) queue.querySelector(`[data-handoff="${focused}"]`)?.focus();
}

function hasNews(one) {
  return one.is_mine && one.id !== chosen && one.last_said_at > (seen.get(one.id) ?? one.asked_at);
}

function makeRow(one) {
  const who = one.state === "waiting" ? "等待领取" : one.is_mine ? "我在处理" : `${one.claimed_by} 在处理`;
  const button = make(
    "button",
    { type: "button", class: "queue-item", "data-handoff": one.id, "aria-current": String(one.id === chosen) },
    make("span", { class: "words" }, one.matter || one.question),
    make(
      "span",
      { class: "facts-line" },
      make("span", { class: one.state === "waiting" ? "is-waiting" : "" }, who),
      make("span", {}, one.waited),
      make("span", {}, one.surface),
      one.hasNews ? make("span", { class: "news" }, "有新消息") : null,
    ),
  );
  return make("li", {}, button);
}

function sayWait(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "刚刚";
  return minutes < 60 ? `${minutes} 分钟前` : `${Math.floor(minutes / 60)} 小时前`;
}

async function choose(id) {
  if (chosen !== null) drafts.set(chosen, text.value);
  chosen = id;
  shownTalk = "";
  text.value = drafts.get(id) ?? "";
  note.value = "";
  said.textContent = "";
  history.replaceState(null, "", `#${id}`);
  tell(null);
  try {
    await refreshTalk(id);
    await refresh();
    (reply.hidden ? claim.hidden ? talk : claim : text).focus();
  } catch (error) {
    tell(error);
  }
}

function showTalk(told) {
  const seenBefore = shownTalk;
  shownTalk = JSON.stringify(told);
  if (seenBefore === shownTalk) return;
  open = told.handoff;
  const isMine = open.is_mine && open.state === "claimed";
  panel.hidden = false;
  title.textContent = open.question;
  state.textContent = sayState(open);
  claim.hidden = isMine || open.state === "closed";
  claim.textContent = open.state === "waiting" ? "领取" : `从 ${open.claimed_by} 接手`;
  release.hidden = reply.hidden = ending.hidden = !isMine;
  const isAtEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40;
  showLines(told);
  if (isAtEnd || !seenBefore) talk.scrollTop = talk.scrollHeight;
}

function sayState({ state: how, surface, receipt, claimed_by: by, note: noted }) {
  const words = { waiting: "等待领取", claimed: `${by} 在处理`, closed: "已经结束" };
  const parts = [words[how], surface, `回执 ${receipt}`, noted && `备注：${noted}`];
  return parts.filter(Boolean).join(" · ");
}

/** Lines that stay are left in place, so that only what is new is read out. */
function showLines({ turns, letters }) {
  const lines = [
    ...turns.map((turn) => ({ key: `t${turn.receipt}`, at: turn.at, made: () => makeTurn(turn) })),
    ...letters.map((letter) => ({
      key: `l${letter.id}${letter.state}`, at: letter.at, made: () => makeSent(letter),
    })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const there = new Map([...talk.children].map((line) => [line.dataset.key, line]));
  const wanted = lines.map(({ key, made }) => there.get(key) ?? keyed(made(), key));
  for (const [key, line] of there) if (!lines.some((one) => one.key === key)) line.remove();
  wanted.forEach((line, at) => {
    if (talk.children[at] !== line) talk.insertBefore(line, talk.children[at] ?? null);
  });
}

function keyed(line, key) {
  line.dataset.key = key;
  return line;
}

function makeTurn({ question, answer }) {
  const asked = makeQuestion(question);
  asked.setAttribute("aria-label", "居民");
  const [first, ...rest] = answer.split("\n");
  const words = rest.join("\n").trim();
  const answered = words
    ? make("details", { class: "bot" }, make("summary", {}, `助手：${first}`), make("p", {}, words))
    : make("p", { class: "bot" }, `助手：${first}`);
  return make("div", { class: "log" }, asked, answered);
}

function makeSent(letter) {
  const sent = makeLetter(letter);
  sent.setAttribute("aria-label", `${letter.account} 写的`);
  sent.querySelector(".from").textContent = letter.account;
  sent.append(make("p", { class: `arrival ${letter.state}` }, ARRIVALS[letter.state]));
  return sent;
}

/** Do something with the open hand-off; on failure everything typed stays where it is. */
async function act(path, body, done) {
  const id = chosen;
  tell(null);
  try {
    const told = await ask(`/${id}${path}`, body);
    if (id === chosen) done(told);
  } catch (error) {
    tell(error);
  }
  await refresh();
}

claim.addEventListener("click", () => {
  const insteadOf = open.state === "claimed" ? open.claimed_by : null;
  act("/claim", { instead_of: insteadOf }, (told) => { showTalk(told); text.focus(); });
});

release.addEventListener("click", () => act("/release", {}, (told) => { showTalk(told); claim.focus(); }));

reply.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = reply.querySelector("button");
  if (button.disabled || !text.value.trim()) return;
  button.disabled = true;
  act("/letters", { text: text.value }, ({ masked }) => {
    text.value = "";
    drafts.delete(chosen);
    said.textContent = masked.length ? `已发出，其中的${masked.join("、")}遮住了。` : "已发出。";
    text.focus();
  }).finally(() => { button.disabled = false; });
});

ending.addEventListener("submit", (event) => {
  event.preventDefault();
  act("/close", { note: note.value }, (told) => { note.value = ""; showTalk(told); talk.focus(); });
});

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  reply.requestSubmit();
});

queue.addEventListener("click", (event) => {
  const row = event.target.closest("[data-handoff]");
  if (row) choose(Number(row.dataset.handoff));
});

queue.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...queue.querySelectorAll("[data-handoff]")];
  rows[rows.indexOf(document.activeElement) + step]?.focus();
});

async function watch() {
  await refresh();
  setTimeout(watch, EVERY_MS);
}

const linked = Number(location.hash.slice(1));
if (linked) choose(linked);
watch();
