// What helps and is not needed: all of the pages work without it.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // browsers have it on loopback and over TLS only
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}

for (const button of document.querySelectorAll("[data-toggle-all]")) {
  const boxes = [...document.querySelectorAll(".legend li input")];
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const show = !boxes.some((box) => box.checked);
    for (const box of boxes) box.checked = show;
  });
}

// "/" goes to the search field, as in many readers.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector('input[type="search"]');
  if (field) { event.preventDefault(); field.focus(); }
});
