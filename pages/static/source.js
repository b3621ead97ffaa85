// The source panel: a report opened at the quoted words, from a chip, from the list of sources, or from a shared address.
(() => {
  "use strict";
  const { make, ready, copy } = mureobogo;

  const FEW = 12;
  const MANY = 60;
  const LONG_CELL = 14; // characters; a longer cell gets room, so that rows stay low
  const FAILED = "원문을 불러오지 못했습니다. 잠시 뒤에 다시 눌러 주십시오.";

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

  // The page of one agency keeps its address: the server reads it with every question
  const pageOf = () => {
    const agency = new URLSearchParams(location.search).get("agency");
    return agency ? `?${new URLSearchParams({ agency })}` : "";
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

  const day = (at) => new Date(at).toLocaleDateString("ko-KR", { timeZone: "Asia/Seoul" });

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
    const corrected = data.corrections.map((each) =>
      make("p", { class: "amended" }, `정정: ${each.name} · 인쇄된 값 ${each.printed} → 바른 값 ${each.value} (${day(each.at)}, 이유: ${each.reason})`),
    );
    body.replaceChildren(
      make("p", { class: "about" }, [data.about, data.source ? "원자료: " + data.source : null].filter(Boolean).join(" · ")),
      make("p", { class: "path" }, [data.section, placeOf(data)].filter(Boolean).join(" · ")),
      ...corrected,
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
    if (sourceOf(location.href)) history.replaceState(null, "", location.pathname + pageOf());
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest("a.chip, a.source");
    if (!link || !sourceOf(link.href)) return;
    event.preventDefault();
    openSource(sourceOf(link.href), link);
  });

  ready(() => {
    document.body.append(dialog);
    const shared = sourceOf(location.href);
    if (shared) openSource(shared, null);
  });
})();
