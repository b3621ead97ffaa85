// 물어보고 on another site's page: one script tag makes a button, and the button a panel with the citizens' page in it.
//   <script src="https://…/page/embed.js" data-label="보고서에 물어보기" data-color="#18457d" defer></script>
// data-agency="서구" makes it the page of one agency.
(() => {
  "use strict";

  const own = document.currentScript;
  const origin = new URL(own.src).origin;
  const label = own.dataset.label || "보고서에 물어보기";
  const agency = own.dataset.agency ? "&agency=" + encodeURIComponent(own.dataset.agency) : "";
  const color = own.dataset.color || "#18457d";

  const WAIT = 500; // milliseconds after which a frame that has loaded and not said so is an empty one

  const style = (node, rules) => Object.assign(node.style, rules);
  const button = document.createElement("button");
  const panel = document.createElement("div");

  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "mureobogo-panel");
  style(button, {
    position: "fixed", right: "20px", bottom: "20px", zIndex: 2147483000, minHeight: "48px", padding: "10px 20px",
    border: "2px solid #fff", borderRadius: "26px", background: color, color: "#fff", font: "700 17px/1.4 system-ui, sans-serif",
    cursor: "pointer", boxShadow: "0 2px 12px rgb(0 0 0 / 35%)",
  });

  panel.id = "mureobogo-panel";
  panel.hidden = true;
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", label);
  style(panel, {
    position: "fixed", right: "min(20px, 2vw)", bottom: "84px", zIndex: 2147483000, width: "min(480px, 96vw)",
    height: "min(760px, calc(100dvh - 104px))", border: "1px solid #6b7887", borderRadius: "12px", overflow: "hidden",
    background: "#f4f6f9", boxShadow: "0 4px 30px rgb(0 0 0 / 40%)",
  });

  // A site whose pages may not show it (MUREOBOGO_EMBED_ORIGINS) gets an empty frame, and nobody is told why
  const refused = () => {
    const told = document.createElement("p");
    const link = document.createElement("a");
    link.href = origin + "/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "새 창에서 열기";
    told.append("이 누리집에서는 물어보고를 바로 띄울 수 없습니다. 새 창에서 열어 주십시오. ", link);
    told.tabIndex = -1;
    style(told, { margin: "24px", font: "17px/1.6 system-ui, sans-serif", color: "#1d2733" });
    console.warn("물어보고: MUREOBOGO_EMBED_ORIGINS에 이 누리집의 주소를 넣어 주십시오: " + location.origin);
    panel.replaceChildren(told);
    if (!panel.hidden) told.focus();
  };

  // The page inside is loaded only when somebody wants it; the first of its scripts says that it is there
  const fill = () => {
    const frame = document.createElement("iframe");
    let there = false;
    addEventListener("message", (event) => {
      if (event.source === frame.contentWindow && event.data === "mureobogo") there = true;
    });
    frame.addEventListener("load", () => setTimeout(() => there || refused(), WAIT));
    frame.src = origin + "/?embed=1" + agency;
    frame.title = label;
    frame.allow = "clipboard-write";
    style(frame, { width: "100%", height: "100%", border: "0" });
    panel.append(frame);
  };

  const toggle = (open) => {
    if (open && !panel.firstChild) fill();
    panel.hidden = !open;
    button.textContent = open ? "닫기" : label;
    button.setAttribute("aria-expanded", String(open));
    if (open) panel.firstChild.focus();
    else button.focus();
  };

  button.addEventListener("click", () => toggle(panel.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) toggle(false);
  });
  document.body.append(panel, button);
})();
