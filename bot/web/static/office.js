// The catalog office: every page works without this script; it adds what moves.

const token = document.querySelector('meta[name="form-token"]').content;
const WATCH_EVERY_MS = 300;

/** Upload with a moving bar; the page that comes back shows how far the check is. */
function watchUpload(form) {
  const bar = document.getElementById("upload-bar");
  const wrong = document.getElementById("upload-wrong");
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Form-Token", token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total || 1;
      bar.value = loaded;
    });
    const fail = (sentence) => {
      wrong.textContent = sentence;
      wrong.hidden = false;
      bar.hidden = true;
      button.disabled = false;
    };
    request.addEventListener("load", () => {
      const answer = readJson(request.responseText);
      if (request.status === 200) location.assign(answer.page);
      else fail(answer.error ?? "没有传上去，请再试一次");
    });
    request.addEventListener("error", () => fail("连接断了，什么都没有改动，请再试一次"));
    wrong.hidden = true;
    bar.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
  takeDropped(form);
}

function takeDropped(form) {
  const files = form.querySelector('input[type="file"]');
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop") files.files = event.dataTransfer.files;
    });
  }
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Follow an import until it is over, then show its result. */
async function watchProgress(running) {
  const [bar, stage, counted] = ["bar", "stage", "counted"].map((id) => document.getElementById(id));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, WATCH_EVERY_MS));
    const response = await fetch(running.dataset.watch, { headers: { Accept: "application/json" } });
    const now = await response.json();
    if (!response.ok || now.state !== "running") break;
    stage.textContent = now.stage;
    counted.textContent = now.total ? `${now.done} / ${now.total}` : "";
    bar.max = now.total || 1;
    bar.value = now.done;
  }
  location.reload();
}

const upload = document.getElementById("upload");
if (upload) watchUpload(upload);

const running = document.getElementById("running");
if (running) watchProgress(running);

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-busy", "true");
  });
}

for (const form of document.querySelectorAll("form[data-sure]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.sure)) event.preventDefault();
  });
}
