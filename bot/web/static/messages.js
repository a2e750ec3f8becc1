// Builds messages out of the JSON of /api/chat. templates/message.html renders the same elements
// on the server: change both together. Text only ever goes in as text, never as HTML.

/** Make an element: attributes first, then children (nodes or strings; empty ones are skipped). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

export function makeQuestion(text) {
  return make("article", { class: "message question", "aria-label": "你问" }, make("p", {}, text));
}

/** Make what staff of the hotline wrote. */
export function makeLetter({ text }) {
  return make(
    "article",
    { class: "message letter", "aria-label": "热线工作人员回复" },
    make("p", { class: "from" }, "热线工作人员"),
    make("p", {}, withLinks(text)),
  );
}

export function makeAnswer(shown) {
  return make(
    "article",
    { class: "message answer", "data-tone": shown.tone, "aria-label": "答复", tabindex: "-1" },
    make("p", { class: "headline" }, shown.headline),
    makeFacts(shown),
    shown.body.length ? make("div", { class: "body" }, shown.body.map(makeLine)) : null,
    shown.folded.length ? makeFold(shown.folded) : null,
    shown.contacts.length ? make("ul", { class: "contacts" }, shown.contacts.map(makeContact)) : null,
    shown.choices.length ? makeChoices(shown.choices) : null,
    makeFootnotes(shown),
  );
}

function makeFacts({ places, modes }) {
  if (!places.length && !modes.length) return null;
  return make(
    "ul",
    { class: "facts", "aria-label": "按这些来答" },
    places.map((place) => make("li", {}, place)),
    modes.map((mode) => make("li", { class: "mode" }, mode)),
  );
}

function makeLine({ kind, text, title }) {
  const lead = title ? [make("b", {}, title), " "] : [];
  return make("p", { class: kind }, lead, make("span", {}, withLinks(text)));
}

/** Split a text so that the addresses of sites in it become links. */
function withLinks(text) {
  return text.split(/(https?:\/\/[\w./?=&%#~:@+-]+)/).map((part, at) => {
    const attributes = { href: part, target: "_blank", rel: "noopener noreferrer" };
    return at % 2 ? make("a", attributes, part) : part;
  });
}

function makeFold(lines) {
  const summary = make(
    "summary",
    {},
    make("span", { class: "when-closed" }, "展开全部"),
    make("span", { class: "when-open" }, "收起"),
  );
  return make("details", { class: "more" }, summary, make("div", { class: "body" }, lines.map(makeLine)));
}

function makeContact({ label, value, href }) {
  const shown = href
    ? make("a", { class: "contact-value", href, rel: "noopener noreferrer" }, value)
    : make("span", { class: "contact-value" }, value);
  const copy = make("button", { type: "button", class: "copy", "data-copy": value }, "复制");
  return make("li", {}, make("span", { class: "contact-label" }, label), shown, copy);
}

function makeChoices(choices) {
  const buttons = choices.map(({ label, say }) =>
    make("button", { class: "choice", name: "text", value: say }, label),
  );
  return make("form", { method: "post", action: "/", class: "choices", "aria-label": "接着问" }, buttons);
}

function makeFootnotes({ sources, items, receipt, asks_feedback: asksFeedback }) {
  const links = items.map(({ name, href }) => make("a", { href }, `${name}·事项详情`));
  return make(
    "div",
    { class: "footnotes" },
    sources.length
      ? make("ul", { class: "sources", "aria-label": "来源" }, sources.map((s) => make("li", {}, withLinks(s))))
      : null,
    links.length ? make("p", { class: "items" }, links) : null,
    make(
      "div",
      { class: "last-row" },
      asksFeedback ? makeFeedback(receipt) : null,
      receipt ? make("span", { class: "receipt" }, `回执 ${receipt}`) : null,
    ),
  );
}

function makeFeedback(receipt) {
  return make(
    "form",
    { method: "post", action: "/feedback", class: "feedback", "aria-label": "这条答复有用吗" },
    make("input", { type: "hidden", name: "receipt", value: receipt }),
    make("button", { class: "mark", name: "useful", value: "yes" }, "有用"),
    make("button", { class: "mark", name: "useful", value: "no" }, "没用"),
  );
}
