// Starts the library's script of a list and joins what its templates have as inline handlers.
"use strict";

initListPage({ searchAutoSubmit: false });

document.querySelector("[data-page-size]").addEventListener("change", (event) => {
  window.location.assign(event.target.value);
});
document.querySelector("[data-apply-columns]").addEventListener("click", applyColumnVisibility);
