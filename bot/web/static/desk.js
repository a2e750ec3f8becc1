// The hotline desk: one box, hits while typing, the answer beside. All decisions are the server's;
// an answer that was overtaken by another key is dropped.

import { make } from "./messages.js";
import { PlacePicker } from "./desk_picker.js";

const byId = (id) => document.getElementById(id);
const box = byId("box"), hits = byId("hits"), pane = byId("answer"), status = byId("status");
const day = byId("on"), shift = byId("shift");
const blank = pane.innerHTML;
const formToken = document.querySelector("meta[name=form-token]").content;

let found = [];
let active = -1;
let isPicked = false; // whether the hit shown was picked by hand, so that it stays when places change
let kept = ""; // the words and hit that were kept last
let cleared = null; // what Esc swept away
let asking = null;
let listed = Promise.resolve(); // when the list of the shift is up to date
let settled = Promise.resolve(); // when the hits and the answer shown are those of the words

const pickers = {};
for (const root of document.querySelectorAll(".picker")) {
  pickers[root.dataset.role] = new PlacePicker(root, {
    changed: () => find({ keepHit: true }),
    done: ({ input }) => (input.id === "home" ? pickers.current.input : box).focus(),
    left: () => box.focus(),
  });
}

function words() {
  const { home, current } = pickers;
  return { text: box.value, home: home.code, current: current.code, ...(onDay() && { on: onDay() }) };
}

/** The day asked about; empty for today, so that an open page does not stay on yesterday. */
function onDay() {
  return day.value === day.defaultValue ? "" : day.value;
}

function tell(text, isTrouble = false) {
  status.textContent = text;
  status.classList.toggle("is-trouble", isTrouble);
}

async function ask(path, options = {}) {
  const headers = { Accept: "application/json", "X-Form-Token": formToken, ...options.headers };
  const response = await fetch(path, { ...options, headers });
  if (response.ok) return response;
  if (response.status === 401) location.assign(`/signin?to=${encodeURIComponent("/desk")}`);
  const told = await response.json().catch(() => ({}));
  throw new Error(told.error || "没有查到，请再试一次");
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Run what a key asks for; of what is overtaken nothing is told. */
async function attempt(job) {
  try {
    return await job();
  } catch (error) {
    if (error.name !== "AbortError") tell(error.message || "没有连上，请检查网络", true);
    return null;
  }
}

function find({ keepHit = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  isPicked &&= keepHit;
  const target = isPicked ? found[active]?.target : null;
  settled = attempt(async () => {
    const response = await ask(`/desk/find?${new URLSearchParams(words())}`, { signal }).catch(clearPane);
    const { hits: list, places } = await response.json();
    for (const [role, { code, name, picked }] of Object.entries(places)) pickers[role].showRead(picked ? { code: "", name: "" } : { code, name });
    showHits(list);
    const at = list.findIndex((hit) => hit.target === target);
    await choose(Math.max(at, 0), signal);
  });
}

function showHits(list) {
  found = list;
  hits.replaceChildren(...list.map((hit, at) =>
    make("li", { id: `hit-${at}`, role: "option", class: "hit", "aria-selected": "false", "data-at": at },
      make("span", { class: "hit-name" }, hit.name),
      hit.word && make("span", { class: "hit-word", "data-tone": hit.verdict }, hit.word),
      make("span", { class: "hit-about" }, [hit.category, hit.mode].filter(Boolean).join(" · ")))));
  box.setAttribute("aria-expanded", String(list.length > 0));
  if (!list.length) {
    active = -1;
    box.removeAttribute("aria-activedescendant");
    pane.innerHTML = blank;
    tell(box.value.trim() ? "没有找到，换个说法试试" : "");
  }
}

async function choose(at, signal) {
  if (!found[at]) return;
  active = at;
  [...hits.children].forEach((hit, n) => hit.setAttribute("aria-selected", String(n === at)));
  box.setAttribute("aria-activedescendant", `hit-${at}`);
  hits.children[at].scrollIntoView({ block: "nearest" });
  const query = new URLSearchParams({ ...words(), target: found[at].target });
  const response = await ask(`/desk/answer?${query}`, { signal }).catch(clearPane);
  show(await response.text());
}

/** An answer to other words must not stand beside these. */
function clearPane(error) {
  if (error.name !== "AbortError") pane.innerHTML = blank;
  throw error;
}

/** Put in a fragment of our own server; its texts were escaped there. */
function show(fragment) {
  pane.innerHTML = fragment;
  pane.scrollTop = 0;
  tell("");
}

function move(step) {
  if (!found.length) return;
  isPicked = true;
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  settled = attempt(() => choose((active + step + found.length) % found.length, signal));
}

const receiptShown = () => pane.querySelector("[data-receipt]")?.dataset.receipt || "";

/** Keep what is shown as the answer to this call; true when it is (or was) kept. */
async function keep() {
  await settled; // Enter comes sooner than the answer: it means what was typed, not what is shown
  if (receiptShown()) return true;
  const target = found[active]?.target;
  if (!target || target.startsWith("receipt:")) return false; // there is none such, or it is shown
  const said = { ...words(), target };
  const now = JSON.stringify(said);
  if (now === kept) return false; // on its way
  isPicked = true;
  kept = now;
  const done = await attempt(async () => {
    const response = await post("/desk/answer", said);
    const scrolled = pane.scrollTop;
    show(await response.text());
    pane.scrollTop = scrolled;
    tell(`已记下，回执 ${receiptShown()}`);
    showShift();
    return true;
  });
  kept = "";
  return Boolean(done);
}

async function copyOrder() {
  if (!(await keep())) return;
  const order = pane.querySelector(".work-order");
  try {
    await navigator.clipboard.writeText(order.textContent);
    tell(`工单文字已复制，回执 ${receiptShown()}`);
  } catch {
    // Without https there is no clipboard: select the text, so that Ctrl+C copies it.
    order.closest("details").open = true;
    getSelection().selectAllChildren(order);
    tell("浏览器不让直接复制，已选中文字，请按 Ctrl+C");
  }
}

async function openWrong() {
  if (!(await keep())) return;
  byId("reason").value = "";
  byId("wrong").showModal();
  byId("reason").focus();
}

async function sendWrong() {
  const receipt = receiptShown();
  await attempt(async () => {
    await post("/desk/wrong", { receipt, reason: byId("reason").value });
    tell(`已标记答错并交给管理员，回执 ${receipt}`);
  });
  byId("wrong").close();
  box.focus();
}

function swap() {
  const { home, current } = pickers;
  const [first, second] = [home.place, current.place];
  home.set(second);
  current.set(first);
  find({ keepHit: true });
}

function nextCall() {
  const { home, current } = pickers;
  if (box.value || home.code || current.code || onDay()) {
    cleared = { text: box.value, home: home.picked, current: current.picked, day: day.value };
  }
  restore({ text: "", home: { code: "", name: "" }, current: { code: "", name: "" }, day: day.defaultValue });
}

function restore({ text, home, current, day: on }) {
  asking?.abort();
  box.value = text;
  day.value = on;
  pickers.home.set(home);
  pickers.current.set(current);
  box.focus();
  find();
}

function showShift() {
  listed = attempt(async () => {
    shift.innerHTML = await (await ask("/desk/shift")).text();
  });
}

function openKept(receipt) {
  attempt(async () => {
    const query = new URLSearchParams({ target: `receipt:${receipt}` });
    show(await (await ask(`/desk/answer?${query}`)).text());
  });
}

const SHORTCUTS = {
  KeyB: () => box.focus(),
  KeyH: () => pickers.home.input.focus(),
  KeyJ: () => pickers.current.input.focus(),
  KeyT: () => day.focus(),
  KeyS: swap,
  KeyC: copyOrder,
  KeyW: openWrong,
  KeyR: () => listed.then(() => (shift.querySelector("button") || box).focus()),
  KeyZ: () => cleared && restore(cleared),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && SHORTCUTS[event.code]) {
    event.preventDefault();
    SHORTCUTS[event.code]();
  } else if (event.key === "Escape") {
    event.preventDefault();
    nextCall();
  } else if ((event.key === "PageDown" || event.key === "PageUp") && event.target !== pane) {
    event.preventDefault();
    pane.scrollBy({ top: (event.key === "PageDown" ? 0.8 : -0.8) * pane.clientHeight });
  } else if (event.key === "?" && !event.target.value) {
    event.preventDefault();
    byId("keys").showModal();
  }
});

box.addEventListener("input", () => find());
box.addEventListener("keydown", (event) => {
  // While an input method is open, its keys are its own.
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey) return;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter") keep();
  else if (event.key === "@") pickers[pickers.home.code ? "current" : "home"].input.focus();
  else return;
  event.preventDefault();
});

shift.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const turns = [...shift.querySelectorAll("button")];
  turns[turns.indexOf(event.target) + step]?.focus();
});
shift.addEventListener("click", (event) => {
  const turn = event.target.closest("button[data-receipt]");
  if (turn) openKept(turn.dataset.receipt);
});
hits.addEventListener("mousedown", (event) => {
  const hit = event.target.closest(".hit");
  if (!hit) return;
  event.preventDefault();
  move(Number(hit.dataset.at) - active);
});
day.addEventListener("change", () => find({ keepHit: true }));
byId("call").addEventListener("submit", (event) => event.preventDefault());
byId("help").addEventListener("click", () => byId("keys").showModal());
byId("wrong-cancel").addEventListener("click", () => byId("wrong").close());
byId("wrong-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sendWrong();
});

showShift();
if (box.value && !pane.querySelector(".kept")) find();
