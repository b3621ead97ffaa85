// 좋아요 and 아쉬워요 below an answer. What was said is remembered for the visit, since the conversation is drawn anew.
(() => {
  "use strict";
  const { make, ready, announce } = mureobogo;

  const THANKS = "의견을 받았습니다. 고맙습니다.";
  const REASONS = ["숫자가 원문과 다릅니다", "물은 것과 다른 답입니다", "있는 내용을 없다고 합니다", "이해하기 어렵습니다"];
  const LONGEST = 440; // with a reason of the list before it, what the log takes
  const KEPT = "mureobogo-feedback";

  const said = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) || {};
    } catch {
      return {}; // storage refused by the browser: then only until the next question
    }
  };

  const remember = (ticket, liked) => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...said(), [ticket]: liked }));
    } catch {
      /* as above */
    }
  };

  const ticketOf = (box) => box.id.replace("feedback-", "");
  const button = (box, liked) => box.querySelector(liked ? ".like" : ".dislike");

  const tell = (box, text) => {
    let line = box.querySelector(".told");
    if (!line) box.append((line = make("span", { class: "told" })));
    line.textContent = text;
    announce(text);
  };

  const show = (box, liked) => {
    button(box, liked).setAttribute("aria-pressed", "true");
    button(box, !liked).setAttribute("aria-pressed", "false");
  };

  const send = async (box, liked, reason) => {
    const ticket = ticketOf(box);
    try {
      const reply = await fetch("/api/feedback", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ticket, liked, reason }),
      });
      if (!reply.ok) throw new Error((await reply.json()).error.message);
      remember(ticket, liked);
      show(box, liked);
      tell(box, THANKS);
    } catch (error) {
      tell(box, error instanceof TypeError ? "의견을 보내지 못했습니다. 잠시 뒤에 다시 눌러 주십시오." : error.message);
    }
  };

  const askWhy = (box) => {
    if (box.querySelector(".why")) return;
    const name = box.id + "-why";
    const choices = REASONS.map((reason) =>
      make("label", {}, make("input", { type: "radio", name, value: reason }), " " + reason),
    );
    const more = make("textarea", { rows: 2, maxlength: LONGEST, "aria-label": "덧붙일 말" });
    more.placeholder = "덧붙일 말 (개인정보는 적지 말아 주십시오)";
    const post = make("button", { type: "button", class: "tool post" }, "보내기");
    const why = make("fieldset", { class: "why" }, make("legend", {}, "무엇이 아쉬우셨습니까?"), ...choices, more, post);
    post.addEventListener("click", () => {
      const chosen = why.querySelector("input:checked");
      send(box, false, [chosen?.value, more.value.trim()].filter(Boolean).join(" · "));
      why.remove();
      button(box, false).focus();
    });
    box.append(why);
    why.querySelector("input").focus();
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const pressed = event.target.closest(".feedback .like, .feedback .dislike");
    if (!pressed) return;
    const box = pressed.closest(".feedback");
    if (pressed.classList.contains("like")) {
      box.querySelector(".why")?.remove();
      send(box, true, "");
    } else {
      askWhy(box);
    }
  });

  const redraw = () => {
    const known = said();
    for (const box of document.querySelectorAll(".feedback:not(.seen)")) {
      box.classList.add("seen");
      if (ticketOf(box) in known) show(box, known[ticketOf(box)]);
    }
  };
  ready(() => new MutationObserver(redraw).observe(document.body, { subtree: true, childList: true }));
})();
