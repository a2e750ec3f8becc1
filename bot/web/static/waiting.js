// How many people wait for staff, beside 转人工 on every page of the staff.

const EVERY_MS = 10_000;
const badge = document.getElementById("waiting-handoffs");

function show(waiting) {
  const said = waiting ? `${waiting} 件等待` : "";
  // Written only when it changes: it is read out.
  if (badge.textContent !== said) badge.textContent = said;
  badge.hidden = !waiting;
}

async function count() {
  try {
    const response = await fetch("/desk/handoffs/waiting", { headers: { Accept: "application/json" } });
    if (response.status === 401) return; // signed out: the next click leads to the sign-in
    const { waiting } = await response.json();
    show(waiting);
  } catch {
    // Counted again soon.
  }
  setTimeout(count, EVERY_MS);
}

if (badge) {
  count();
  // The page of the hand-offs knows sooner.
  document.addEventListener("waiting-counted", (event) => show(event.detail));
}
