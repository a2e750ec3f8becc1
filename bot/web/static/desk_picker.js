// A place picker of the desk: a combobox (WAI-ARIA APG, list autocomplete) that takes the best
// match while one types, so that the answer beside follows; Enter or Tab keeps it.

import { make } from "./messages.js";

export class PlacePicker {
  /** `changed` is called whenever another place is picked; `done` when Enter has kept one. */
  constructor(root, { changed, done, left }) {
    this.input = root.querySelector("input");
    this.list = root.querySelector("ul");
    this.root = root;
    this.code = "";
    this.name = "";
    this.changed = changed;
    this.done = done;
    this.left = left;
    this.places = [];
    this.active = -1;
    this.read = { code: "", name: "" };
    this.looking = Promise.resolve();
    this.input.addEventListener("input", () => { this.looking = this.#find(); });
    this.input.addEventListener("keydown", (event) => this.#press(event));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.looking.then(() => this.#settle()));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.#take(Number(option.dataset.at), true);
    });
  }

  get picked() {
    return { code: this.code, name: this.name };
  }

  /** The place that counts: picked by hand, else read from the words. */
  get place() {
    return this.code ? this.picked : this.read;
  }

  /** Pick a place from outside; an empty code unpicks. */
  set({ code, name }) {
    this.code = code;
    this.name = name;
    this.#settle();
  }

  /** Show the place that was read from the words; it is not picked. */
  showRead({ code, name }) {
    this.read = { code, name };
    this.input.placeholder = name || this.input.dataset.empty;
    this.root.classList.toggle("is-read", Boolean(name) && !this.code);
  }

  async #find() {
    const text = this.input.value;
    this.finding?.abort();
    this.finding = new AbortController();
    if (!text.trim()) {
      this.#show([]);
      this.#pick("", "");
      return;
    }
    try {
      const query = new URLSearchParams({ text });
      const options = { signal: this.finding.signal, headers: { Accept: "application/json" } };
      const response = await fetch(`/desk/places?${query}`, options);
      if (!response.ok) return;
      this.#show((await response.json()).places);
      if (this.places.length) this.#take(0, false);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  #show(places) {
    this.places = places;
    this.active = -1;
    this.list.replaceChildren(...places.map(({ name, code }, at) =>
      make("li", { id: `${this.input.id}-${at}`, role: "option", "aria-selected": "false", "data-at": at },
        name, make("span", { class: "code" }, code.startsWith("area:") ? "" : code))));
    this.#open(places.length > 0);
  }

  #open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  #take(at, isDone) {
    this.active = at;
    [...this.list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    this.input.setAttribute("aria-activedescendant", `${this.input.id}-${at}`);
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
    const { code, name } = this.places[at];
    this.#pick(code, name);
    if (isDone) {
      this.#settle();
      this.done(this);
    }
  }

  #pick(code, name) {
    if (code === this.code) return;
    this.code = code;
    this.name = name;
    this.root.classList.toggle("is-picked", Boolean(code));
    this.changed();
  }

  /** Close the list and show the whole name of what is picked. */
  #settle() {
    this.#open(false);
    this.places = [];
    this.active = -1;
    this.input.value = this.name;
    this.root.classList.toggle("is-picked", Boolean(this.code));
  }

  #press(event) {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (!this.places.length) return;
      const step = key === "ArrowDown" ? 1 : -1;
      this.#take((this.active + step + this.places.length) % this.places.length, false);
    } else if (key === "Enter") {
      // Who types faster than the places come still gets the place of the last letter.
      this.looking.then(() => {
        if (this.active >= 0) this.#take(this.active, true);
        else this.done(this);
      });
    } else if (key === "Escape") {
      event.stopPropagation();
      if (this.input.value && !this.list.hidden) this.#settle();
      this.left();
    } else return;
    event.preventDefault();
  }
}
