// The big search box opens the theme's search. Without this script it leads to the list of topics.
(() => {
  "use strict";
  const toggle = document.getElementById("__search");
  const query = document.querySelector("[data-md-component=search-query]");
  const form = document.querySelector("[data-hv-search]");
  if (!toggle || !query || !form) return;
  const box = form.querySelector("input");

  const open = () => {
    query.value = box.value;
    if (!toggle.checked) toggle.click();
    query.focus();
    query.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    box.value = "";
  };
  // A click is a wish to search; arriving with the Tab key is not, so that waits for typing.
  box.addEventListener("click", open);
  box.addEventListener("input", (event) => {
    if (!event.isComposing && box.value) open();
  });
  box.addEventListener("compositionend", () => box.value && open());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open();
  });
})();
