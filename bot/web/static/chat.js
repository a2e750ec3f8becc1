// The conversation: sends what is typed or pressed, shows what comes back.
// Every button is a form that also works without this script; here the submits are caught.

import { makeMailbox } from "./letters.js";
import { make, makeAnswer, makeLetter, makeQuestion } from "./messages.js";

const ANSWER_WITHIN_MS = 30_000;
const KEPT_TURNS = 20;
const KEPT_FOR_MS = 30 * 60_000; // as long as the server remembers a conversation
const STORE = "tongban.turns";
const FORGET = "/forget";

const [log, welcome, composer, box, waiting, trouble, troubleText, retry] = [
  "log", "welcome", "composer", "text", "waiting", "trouble", "trouble-text", "retry",
].map((id) => document.getElementById(id));
const sendButton = composer.querySelector(".send");
let isBusy = false;
let unsent = "";
const title = document.title;
const mailbox = makeMailbox({ show: showLetter, end: tellEnd });

async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { isTold: true });
  return answer;
}

/** Say something; on failure everything is as before and the words are back in the box. */
async function say(text) {
  if (isBusy || !text.trim()) return;
  setBusy(true);
  trouble.hidden = true;
  welcome.hidden = true;
  const question = makeQuestion(text);
  log.append(question);
  waiting.scrollIntoView({ block: "end" });
  try {
    const turn = await post("/api/chat", { text });
    dropOldChoices();
    keep({ text, shown: turn.shown });
    show(question, makeAnswer(turn.shown));
    if (turn.outcome === "handoff") mailbox.look();
  } catch (error) {
    question.remove();
    welcome.hidden = log.querySelector(".message, .notice") !== null;
    unsent = text;
    box.value ||= text; // a draft that was begun meanwhile stays
    tellTrouble(error);
  } finally {
    setBusy(false);
  }
}

function show(question, answer) {
  log.append(answer);
  // The question stays in sight above its answer, and the verdict with it, however long the rest.
  question.scrollIntoView({ block: "start" });
  const opensKeyboard = matchMedia("(pointer: coarse)").matches;
  (opensKeyboard ? answer : box).focus({ preventScroll: true });
}

function showLetter(letter) {
  keep({ letter });
  welcome.hidden = true;
  const shown = log.appendChild(makeLetter(letter));
  shown.scrollIntoView({ block: "nearest" });
  if (document.hidden) document.title = `(新回复)${title}`;
}

function tellEnd() {
  log.append(make("p", { class: "notice" }, "热线工作人员结束了这次对话，您可以接着问我。"));
}

function tellTrouble(error) {
  const { isTold, name, message } = error;
  troubleText.textContent = isTold && message
    ? message
    : name === "TimeoutError" ? "等了太久没有答复。" : "没有发出去，请检查网络。";
  trouble.hidden = false;
  retry.focus({ preventScroll: true });
}

function setBusy(busy) {
  isBusy = busy;
  waiting.hidden = !busy;
  sendButton.disabled = busy;
  log.setAttribute("aria-busy", String(busy));
}

/** Buttons belong to where the conversation was; once it moves on they would mean something else. */
function dropOldChoices() {
  for (const choices of log.querySelectorAll(".choices")) choices.remove();
}

async function forget() {
  if (isBusy) return;
  setBusy(true);
  try {
    const turn = await post("/api/chat", { text: FORGET });
    mailbox.stop();
    sessionStorage.removeItem(STORE);
    trouble.hidden = true;
    unsent = "";
    welcome.hidden = false;
    log.replaceChildren(make("p", { class: "notice" }, turn.reply.text));
    window.scrollTo({ top: 0 });
    box.focus({ preventScroll: true });
  } catch (error) {
    tellTrouble(error);
  } finally {
    setBusy(false);
  }
}

async function mark(form, pressed) {
  const receipt = form.elements.receipt.value;
  const useful = pressed.value === "yes";
  try {
    await post("/api/feedback", { receipt, useful });
  } catch (error) {
    tellTrouble(error);
    return;
  }
  for (const button of form.querySelectorAll(".mark")) {
    button.setAttribute("aria-pressed", String(button === pressed));
  }
  form.querySelector(".reason, .thanks")?.remove();
  form.append(useful ? thanks() : askReason(receipt));
  form.querySelector(".reason input")?.focus();
}

function thanks() {
  return make("span", { class: "thanks", role: "status" }, "谢谢，已经记下。");
}

function askReason(receipt) {
  const input = make("input", {
    type: "text", maxlength: "500", "aria-label": "哪里不对(可不填)", placeholder: "哪里不对(可不填)",
  });
  const send = make("button", { type: "button", class: "mark" }, "提交");
  const row = make("span", { class: "reason" }, input, send);
  async function finish() {
    try {
      if (input.value.trim()) await post("/api/feedback", { receipt, useful: false, reason: input.value });
      row.replaceWith(thanks());
    } catch (error) {
      tellTrouble(error);
    }
  }
  send.addEventListener("click", finish);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    finish();
  });
  return row;
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "已复制";
  } catch {
    // Without https there is no clipboard: select the text, so that one more key copies it.
    getSelection().selectAllChildren(button.closest("li").querySelector(".contact-value"));
    button.textContent = "已选中";
  }
  setTimeout(() => { button.textContent = "复制"; }, 2000);
}

/** Keep a turn or a letter for a reload. */
function keep(one) {
  const turns = [...readKept(), one].slice(-KEPT_TURNS);
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ at: Date.now(), turns }));
  } catch {
    // Private windows may have no store: then a reload starts with an empty page.
  }
}

function readKept() {
  try {
    const { at, turns } = JSON.parse(sessionStorage.getItem(STORE));
    return Date.now() - at < KEPT_FOR_MS ? turns : [];
  } catch {
    return [];
  }
}

/** Show the conversation again after a reload or on the way back from an item's page. */
function showKept() {
  const turns = readKept();
  if (!turns.length || log.querySelector(".message, .notice")) return;
  welcome.hidden = true;
  for (const { text, shown, letter } of turns) {
    if (letter) {
      mailbox.know(letter.id);
      log.append(makeLetter(letter));
      continue;
    }
    dropOldChoices();
    log.append(makeQuestion(text), makeAnswer(shown));
  }
  const questions = log.querySelectorAll(".question");
  (questions[questions.length - 1] ?? log.lastElementChild).scrollIntoView({ block: "start" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const pressed = event.submitter;
  event.preventDefault();
  if (form === composer) {
    const text = box.value;
    if (!isBusy) box.value = "";
    say(text);
  } else if (form.matches(".feedback")) mark(form, pressed);
  else if (form.matches(".forget")) forget();
  else say(pressed.value);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copy(button);
});

box.addEventListener("keydown", (event) => {
  // While an input method is open, Enter picks a word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});

retry.addEventListener("click", () => {
  if (box.value === unsent) box.value = "";
  say(unsent);
});

document.addEventListener("visibilitychange", () => { document.title = title; });

showKept();
mailbox.look();
