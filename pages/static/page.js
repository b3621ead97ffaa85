// What Gradio's parts cannot do: open a source at the quoted words, copy an answer, save a table, announce an answer.
// Text of reports enters the page as text nodes only.
(() => {
  "use strict";

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  const FEW = 12;
  const MANY = 60;
  const LONG_CELL = 14; // characters; a longer cell gets room, so that rows stay low
  const FAILED = "원문을 불러오지 못했습니다. 잠시 뒤에 다시 눌러 주십시오.";

  // ---- the source panel

  const heading = make("h2", { id: "source-title", tabindex: "-1" });
  const body = make("div", { class: "source-body" });
  const close = make("button", { type: "button", class: "tool close" }, "닫기");
  const dialog = make(
    "dialog",
    { id: "source", "aria-labelledby": "source-title" },
    make("div", { class: "source-head" }, heading, close),
    body,
  );
  let opener = null;

  const sourceOf = (href) => {
    const parameters = new URL(href, location.href).searchParams;
    const report = parameters.get("report");
    const at = parameters.get("at");
    return report && at ? { report, at } : null;
  };

  const fetchSource = async (source, lines) => {
    const query = new URLSearchParams({ ...source, lines });
    const reply = await fetch("/api/source?" + query, { headers: { accept: "application/json" } });
    const data = await reply.json();
    if (!reply.ok) throw new Error(data.error ? data.error.message : FAILED);
    return data;
  };

  const placeOf = (data) =>
    [data.page ? data.page + "쪽" : null, data.line ? data.line.toLocaleString("ko-KR") + "번째 줄" : null]
      .filter(Boolean)
      .join(" · ");

  const wordsIn = (paper, data) => {
    const mark = make("mark", { id: "quoted", tabindex: "-1" }, data.quote);
    paper.append(data.before, mark, data.after);
    return mark;
  };

  // A place in a CSV file: its rows under their header, the quoted one marked
  const tableIn = (paper, { header, rows, quoted }) => {
    const head = make("tr", {}, ...header.map((cell) => make("th", { scope: "col" }, cell)));
    const lines = rows.map((row, n) => {
      const attributes = quoted.includes(n) ? { class: "quoted", tabindex: "-1" } : {};
      return make("tr", attributes, ...row.map((cell) => make("td", cell.length > LONG_CELL ? { class: "long" } : {}, cell)));
    });
    paper.classList.add("as-table");
    paper.append(make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines)));
    const mark = lines[quoted[0]];
    mark.id = "quoted";
    return mark;
  };

  const showSource = (data, source, lines) => {
    heading.textContent = data.title;
    const paper = make("div", { class: "paper", tabindex: "0", role: "group", "aria-label": "보고서 원문" });
    dialog.classList.toggle("broad", Boolean(data.table));
    const mark = data.table ? tableIn(paper, data.table) : wordsIn(paper, data);
    const tools = make("p", { class: "tools" });
    if (lines < MANY) {
      const more = make("button", { type: "button", class: "tool" }, "앞뒤 더 보기");
      more.addEventListener("click", () => load(source, MANY));
      tools.append(more);
    }
    const share = make("button", { type: "button", class: "tool" }, "이 자리의 주소 복사");
    share.addEventListener("click", () => copy(new URL(data.address, location.origin).href, share));
    tools.append(share);
    body.replaceChildren(
      make("p", { class: "about" }, [data.about, data.source ? "원자료: " + data.source : null].filter(Boolean).join(" · ")),
      make("p", { class: "path" }, [data.section, placeOf(data)].filter(Boolean).join(" · ")),
      paper,
      tools,
    );
    paper.scrollTop = mark.offsetTop - paper.clientHeight / 3;
    mark.focus({ preventScroll: true });
  };

  const load = async (source, lines) => {
    try {
      showSource(await fetchSource(source, lines), source, lines);
    } catch (error) {
      heading.textContent = "원문";
      body.replaceChildren(make("p", { class: "reason", role: "alert" }, error.message || FAILED));
    }
  };

  const openSource = (source, from) => {
    opener = from;
    heading.textContent = "원문을 여는 중입니다…";
    body.replaceChildren();
    if (!dialog.isConnected) document.body.append(dialog);
    if (!dialog.open) dialog.showModal();
    load(source, FEW);
  };

  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    if (sourceOf(location.href)) history.replaceState(null, "", location.pathname);
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  });

  // ---- copy and save

  const say = (button, text) => {
    const before = button.dataset.label || button.textContent;
    button.dataset.label = before;
    button.textContent = text;
    announce(text);
    setTimeout(() => (button.textContent = before), 2000);
  };

  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
      say(button, "복사했습니다");
    } catch {
      say(button, "복사하지 못했습니다");
    }
  };

  const visibleText = (element) => {
    const clone = element.cloneNode(true);
    clone.querySelectorAll(".sr-only").forEach((node) => node.remove());
    clone.querySelectorAll("a.chip").forEach((node) => node.replaceWith(`[${node.textContent.trim()}]`));
    clone.querySelectorAll("th, td").forEach((node) => node.append("\t"));
    clone.querySelectorAll("p, tr, li, br, h4, span.title, span.path, span.quote").forEach((node) => node.append("\n"));
    return clone.textContent.replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  };

  const answerText = (turn) => {
    const question = visibleText(turn.querySelector(".question"));
    const text = visibleText(turn.querySelector(".text"));
    const sources = [...turn.querySelectorAll("a.source")].map((source) => {
      const part = (name) => source.querySelector("." + name).textContent;
      const n = source.querySelector(".number").lastChild.textContent;
      return `[${n}] ${part("title")} · ${part("path")} · ${new URL(source.href).href}`;
    });
    return [question, text, ...(sources.length ? ["출처\n" + sources.join("\n")] : [])].join("\n\n");
  };

  // A cell that a spreadsheet would take for a formula is kept as text
  const csvCell = (cell) => {
    const clone = cell.cloneNode(true);
    clone.querySelectorAll("a.chip").forEach((node) => node.remove());
    let text = clone.textContent.trim();
    if (/^[=+@]|^-(?![\d.,]+%?$)/.test(text) && text !== "-") text = "'" + text;
    return /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };

  const saveTables = (turn) => {
    const tables = [...turn.querySelectorAll(".text table")].map((table) =>
      [...table.rows].map((row) => [...row.cells].map(csvCell).join(",")).join("\r\n"),
    );
    const file = new Blob(["\ufeff" + tables.join("\r\n\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
    const link = make("a", { href: URL.createObjectURL(file), download: "물어보고.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest("a.chip, a.source");
    if (link && sourceOf(link.href)) {
      event.preventDefault();
      openSource(sourceOf(link.href), link);
    }
    const skip = event.target.closest("a.skip");
    if (skip) {
      event.preventDefault();
      document.querySelector("#box textarea")?.focus();
    }
    const tool = event.target.closest(".turn .tool");
    if (tool?.classList.contains("copy")) copy(answerText(tool.closest(".turn")), tool);
    if (tool?.classList.contains("share")) {
      const question = visibleText(tool.closest(".turn").querySelector(".question"));
      copy(location.origin + "/?" + new URLSearchParams({ q: question }), tool);
    }
    if (tool?.classList.contains("csv")) saveTables(tool.closest(".turn"));
  });

  // ---- a new answer is announced and brought into view

  const live = make("div", { class: "sr-only", role: "status", "aria-live": "polite", id: "live" });
  const announce = (text) => {
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 50);
  };

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

  const begin = () => {
    document.body.append(live, dialog);
    new MutationObserver(noticed).observe(document.body, { subtree: true, childList: true });
    const shared = sourceOf(location.href);
    if (shared) openSource(shared, null);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
