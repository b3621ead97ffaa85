// A turn of the conversation: copied, saved as CSV or Markdown, shared; and a new one is announced and brought into view.
(() => {
  "use strict";
  const { ready, announce, copy, save } = mureobogo;

  // ---- as text

  const visibleText = (element) => {
    const clone = element.cloneNode(true);
    clone.querySelectorAll(".sr-only").forEach((node) => node.remove());
    clone.querySelectorAll("a.chip").forEach((node) => node.replaceWith(`[${node.textContent.trim()}]`));
    clone.querySelectorAll("th, td").forEach((node) => node.append("\t"));
    clone.querySelectorAll("p, tr, li, br, h4, span.title, span.path, span.quote").forEach((node) => node.append("\n"));
    return clone.textContent.replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  };

  const question = (turn) => visibleText(turn.querySelector(".question"));

  const sources = (turn) =>
    [...turn.querySelectorAll("a.source")].map((source) => {
      const part = (name) => source.querySelector("." + name).textContent;
      const n = source.querySelector(".number").lastChild.textContent;
      return { n, words: [part("title"), part("path")].filter(Boolean).join(" · "), href: new URL(source.href).href };
    });

  const answerText = (turn) => {
    const listed = sources(turn).map(({ n, words, href }) => `[${n}] ${words} · ${href}`);
    const parts = [question(turn), visibleText(turn.querySelector(".text"))];
    return [...parts, ...(listed.length ? ["출처\n" + listed.join("\n")] : [])].join("\n\n");
  };

  // ---- as Markdown

  const MARKED = /([\\`*_~[\]<>|#])/g;
  const plain = (text) => text.replace(/\s+/g, " ").replace(MARKED, "\\$1");
  const inline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return plain(node.textContent);
    if (node.matches("a.chip")) return `[${node.lastChild.textContent}]`;
    const inside = [...node.childNodes].map(inline).join("");
    if (node.matches("strong")) return `**${inside}**`;
    return node.matches("br") ? "  \n" : inside;
  };
  const rowOf = (row) => `| ${[...row.cells].map((cell) => inline(cell).trim()).join(" | ")} |`;
  const aligned = (cell) => (cell.classList.contains("num") ? "---:" : "---");
  const itemOf = (item, mark) => {
    const lists = [...item.children].filter((child) => child.matches("ul, ol"));
    const own = [...item.childNodes].filter((child) => !lists.includes(child));
    const below = lists.map((list) => BLOCKS[list.tagName](list).replace(/^/gm, "  "));
    return [`${mark} ${own.map(inline).join("").trim()}`, ...below].join("\n");
  };
  const BLOCKS = {
    UL: (node) => [...node.children].map((item) => itemOf(item, "-")).join("\n"),
    OL: (node) => [...node.children].map((item, n) => itemOf(item, `${n + 1}.`)).join("\n"),
    BLOCKQUOTE: (node) => blocks(node).replace(/^/gm, "> "),
    H4: (node) => `### ${inline(node)}`,
    DIV: (node) => {
      const [head, ...rows] = node.querySelector("table").rows;
      const rule = `| ${[...head.cells].map(aligned).join(" | ")} |`;
      return [rowOf(head), rule, ...rows.map(rowOf)].join("\n");
    },
  };
  const blocks = (node) => [...node.children].map((child) => (BLOCKS[child.tagName] || inline)(child).trim()).join("\n\n");

  const answerMarkdown = (turn) => {
    const understood = turn.querySelector(".understood");
    const listed = sources(turn).map(({ n, words, href }) => `- [${n}] [${plain(words)}](${href})`);
    const parts = [
      `# ${plain(question(turn))}`,
      understood ? `_${plain(understood.textContent)}_` : "",
      blocks(turn.querySelector(".text")),
      listed.length ? `## 출처\n\n${listed.join("\n")}` : "",
    ];
    return parts.filter(Boolean).join("\n\n") + "\n";
  };

  // ---- as CSV: figures as numbers, a unit that a column shares beside its name, the addresses of the sources last

  const FIGURE = /^([△▲-]?)\s*(\d[\d,]*(?:\.\d+)?)([^\d\s]*)$/;

  // A cell that a spreadsheet would take for a formula is kept as text
  const csvCell = (text) => {
    const safe = /^[=+@]|^-(?![\d.]+$)/.test(text) && text !== "-" ? "'" + text : text;
    return /[",\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };

  const AMENDED = "(정정)";

  const withoutChips = (cell) => {
    const clone = cell.cloneNode(true);
    clone.querySelectorAll("a.chip").forEach((node) => node.remove());
    return clone.textContent.trim().replace(AMENDED, "");
  };

  // One column, or two where figures of several units stand in it
  const columnsOf = ([name, ...cells]) => {
    const figures = cells.map((cell) => FIGURE.exec(cell));
    if (!figures.every((figure, n) => figure || !cells[n])) return [[name, ...cells]];
    const numbers = figures.map((figure) => (figure ? (figure[1] ? "-" : "") + figure[2].replaceAll(",", "") : ""));
    const units = figures.map((figure) => figure?.[3] || "");
    const [unit, ...others] = new Set(units.filter((_, n) => figures[n]));
    if (others.length) return [[name, ...numbers], [`${name} 단위`, ...units]];
    return [[unit && !name.includes(`(${unit})`) ? `${name}(${unit})` : name, ...numbers]];
  };

  const tableCsv = (table) => {
    const [head, ...rows] = [...table.rows].map((row) => [...row.cells]);
    const columns = head
      .map((_, n) => [head, ...rows].map((cells) => withoutChips(cells[n])))
      .filter(([, ...cells]) => cells.some(Boolean))
      .flatMap(columnsOf);
    const chips = [...table.rows].map((row) => [...row.querySelectorAll("a.chip")].map((chip) => chip.href).join(" "));
    const marks = [...table.rows].map((row) => (row.textContent.includes(AMENDED) ? "정정" : ""));
    if (marks.some(Boolean)) columns.push(["비고", ...marks.slice(1)]);
    if (chips.some(Boolean)) columns.push(["출처", ...chips.slice(1)]);
    return [...table.rows].map((_, n) => columns.map((cells) => csvCell(cells[n])).join(",")).join("\r\n");
  };

  const answerCsv = (turn) =>
    "\ufeff" + [...turn.querySelectorAll(".text table")].map(tableCsv).join("\r\n\r\n") + "\r\n";

  // ---- the buttons below an answer

  const fileName = (turn, ending) => `물어보고 ${question(turn).replace(/[\s\\/:*?"<>|]+/g, " ").trim().slice(0, 40)}${ending}`;

  const shared = (turn) => {
    const agency = new URLSearchParams(location.search).get("agency");
    return new URLSearchParams({ ...(agency ? { agency } : {}), q: question(turn) });
  };

  const TOOLS = {
    copy: (turn, button) => copy(answerText(turn), button),
    share: (turn, button) => copy(`${location.origin}/?${shared(turn)}`, button),
    csv: (turn) => save(fileName(turn, ".csv"), "text/csv;charset=utf-8", answerCsv(turn)),
    markdown: (turn) => save(fileName(turn, ".md"), "text/markdown;charset=utf-8", answerMarkdown(turn)),
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("a.skip")) {
      event.preventDefault();
      document.querySelector("#box textarea")?.focus();
    }
    const button = event.target.closest(".turn .tool");
    const tool = Object.keys(TOOLS).find((name) => button?.classList.contains(name));
    if (tool) TOOLS[tool](button.closest(".turn"), button);
  });

  // ---- a new answer

  let seen = "";
  const noticed = () => {
    const turns = document.querySelectorAll("#log .turn");
    const last = turns[turns.length - 1];
    const state = last ? last.id + last.className : "";
    if (state === seen) return;
    const first = seen === "" && last?.classList.contains("done") && !asked;
    seen = state;
    if (!last || first) return;
    last.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    if (last.classList.contains("pending")) announce(last.querySelector(".waiting").textContent);
    else announce("답변이 나왔습니다. " + visibleText(last.querySelector(".text, .reason")).slice(0, 300));
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let asked = false;
  document.addEventListener("keydown", () => (asked = true), { capture: true });
  document.addEventListener("pointerdown", () => (asked = true), { capture: true });

  ready(() => new MutationObserver(noticed).observe(document.body, { subtree: true, childList: true }));
})();
