// What the pages behind the login share: logging out, and judging by keyboard.
(() => {
  "use strict";
  const { announce, ready } = mureobogo;

  const logOut = async () => {
    await fetch("/logout", { method: "POST" });
    location.href = "/";
  };

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#logout")) logOut();
  });

  // ---- staff: one click makes a question of the log a golden one

  const makeGolden = async (button) => {
    button.disabled = true;
    const reply = await fetch(`/staff/golden/${button.id.replace("golden-", "")}`, { method: "POST" }).catch(() => null);
    button.disabled = Boolean(reply?.ok);
    button.textContent = reply?.ok ? "기준 질문입니다" : "올리지 못했습니다. 다시 눌러 주십시오";
    announce(button.textContent);
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button.golden");
    if (button) makeGolden(button);
  });

  // ---- review: one key a verdict

  const shown = (element) => Boolean(element && element.offsetParent);
  const typing = () => document.activeElement?.matches("input:not([type=radio]), textarea, select, [contenteditable=true]");
  const tabbed = () => document.activeElement?.matches("[role=tab]");
  const verdicts = () => [...document.querySelectorAll("#verdicts button")];

  // Until the next item is there a second key would judge one that nobody has seen
  let waiting = "";
  let since = 0;
  const item = () => document.querySelector("#log .judged")?.id || "";
  const busy = () => waiting !== "" && waiting === item() && Date.now() - since < 3000;

  const press = (button) => {
    if (!shown(button) || busy()) return false;
    waiting = item();
    since = Date.now();
    button.click();
    return true;
  };

  const KEYS = {
    1: () => press(verdicts()[0]),
    2: () => press(verdicts()[1]),
    3: () => press(verdicts()[2]),
    4: () => press(verdicts()[3]),
    ArrowLeft: () => press(document.querySelector("#back")),
    ArrowRight: () => press(document.querySelector("#on")),
    n: () => {
      const note = document.querySelector("#note textarea, #note input");
      note?.focus();
      return shown(note);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest("#note")) {
      document.activeElement.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing()) return;
    if (event.key.startsWith("Arrow") && tabbed()) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && shown(document.querySelector("#verdicts")) && act()) event.preventDefault();
  });

  // A screen reader is told of the next item, and the window goes back to its top
  let seen = "";
  const noticed = () => {
    const id = item();
    if (!id || id === seen) return;
    const first = seen === "";
    seen = id;
    if (first) return;
    document.querySelector("#review")?.scrollIntoView({ block: "start" });
    announce(document.querySelector("#log .judged .question").textContent);
  };
  // The one word of Gradio's tabs that has no Korean
  const named = () =>
    document.querySelectorAll('.overflow-menu > button[aria-label="More tabs"]').forEach((button) => {
      button.setAttribute("aria-label", "다른 탭");
    });
  ready(() => new MutationObserver(named).observe(document.body, { subtree: true, childList: true }));
  ready(() => new MutationObserver(noticed).observe(document.body, { subtree: true, childList: true }));
})();
