// What the page's scripts share: making nodes, telling a screen reader, the clipboard, saving a file.
// Text of reports enters the page as text nodes only.
const mureobogo = (() => {
  "use strict";

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  // Another site's page that shows this one in its panel learns that it is there (embed.js)
  if (parent !== window) parent.postMessage("mureobogo", "*");

  const ready = (begin) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
    else begin();
  };

  const live = make("div", { class: "sr-only", role: "status", "aria-live": "polite", id: "live" });
  ready(() => document.body.append(live));
  const announce = (text) => {
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 50);
  };

  // The button says for two seconds what came of it
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

  const save = (name, type, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  return { make, ready, announce, copy, save };
})();
