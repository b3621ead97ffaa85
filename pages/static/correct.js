// 정정 on the staff page: the right value of a misread figure, and why; everybody sees both.
(() => {
  "use strict";
  const { make, announce } = mureobogo;

  const NOT_SENT = "보내지 못했습니다. 잠시 뒤에 다시 눌러 주십시오.";
  const COLUMNS = { 부서: 2, "지표·항목": 4, 측정값: 6, 값: 7, 단위: 8 };

  const heading = make("h2", { id: "correct-title" }, "수치 정정");
  const figure = make("p", { class: "about" });
  const value = make("input", { id: "correct-value", inputmode: "decimal", maxlength: 40, required: "", autocomplete: "off" });
  const reason = make("textarea", { id: "correct-reason", rows: 3, maxlength: 300, minlength: 2, required: "" });
  const problem = make("p", { class: "reason", role: "alert" });
  const send = make("button", { type: "submit", class: "tool" }, "정정하기");
  const close = make("button", { type: "button", class: "tool close" }, "닫기");
  const form = make(
    "form",
    {},
    figure,
    make("label", { for: "correct-value" }, "바른 값"),
    value,
    make("label", { for: "correct-reason" }, "이유 (시민 화면의 답에도 보입니다)"),
    reason,
    problem,
    make("p", { class: "tools" }, send, close),
  );
  const dialog = make("dialog", { id: "correct", class: "small", "aria-labelledby": "correct-title" }, heading, form);
  let opener = null;

  const post = async (address, body) => {
    const reply = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (reply?.ok) return null;
    const told = await reply?.json().catch(() => null);
    return told?.error?.message || NOT_SENT;
  };

  const redraw = () => document.querySelector("#figures-again")?.click();

  const open = (button) => {
    const cells = button.closest("tr").cells;
    const told = (name) => cells[COLUMNS[name]].textContent;
    opener = button;
    figure.textContent = `${told("부서")} ${told("지표·항목")} ${told("측정값")} · 인쇄된 값 ${told("값")}${told("단위")}`;
    value.value = reason.value = problem.textContent = "";
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    value.focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    const given = { figure: opener.id.replace("correct-", ""), value: value.value, reason: reason.value };
    problem.textContent = (await post("/staff/corrections", given)) || "";
    send.disabled = false;
    if (problem.textContent) return;
    dialog.close();
    announce("정정했습니다. 다음 질문부터 두 값을 함께 답합니다.");
    redraw();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus());

  const withdraw = async (button) => {
    button.disabled = true;
    const fault = await post(`/staff/corrections/${button.id.replace("withdraw-", "")}/withdraw`, {});
    button.disabled = false;
    announce(fault || "정정을 거두었습니다.");
    redraw();
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("button.correct, button.withdraw");
    if (!button) return;
    if (button.matches(".correct")) open(button);
    else withdraw(button);
  });
})();
