// On a phone a table of many columns is shown as cards, a row each; there every cell names its column itself.
(() => {
  "use strict";
  const { ready } = mureobogo;

  const CARDS_FROM = 4; // columns that do not fit beside each other on a phone

  const label = (box) => {
    box.classList.add("labelled");
    const [head, ...rows] = box.querySelector("table")?.rows || [];
    if (!head || head.cells.length < CARDS_FROM) return;
    box.classList.add("cards");
    const names = [...head.cells].map((cell) => cell.textContent.trim());
    for (const row of rows) [...row.cells].forEach((cell, n) => (cell.dataset.label = names[n]));
  };

  const labelled = () => document.querySelectorAll(".table-box:not(.labelled)").forEach(label);
  ready(() => {
    labelled();
    new MutationObserver(labelled).observe(document.body, { subtree: true, childList: true });
  });
})();
