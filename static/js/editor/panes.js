// On narrow screens one pane is shown at a time: the outline, the text or the preview.

export function showPanes(desk, shown) {
  const buttons = [...desk.querySelectorAll("[data-pane-of]")];
  const choose = (name) => {
    desk.dataset.pane = name;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.paneOf === name)));
    if (name === "preview") shown();
  };
  buttons.forEach((button) => button.addEventListener("click", () => choose(button.dataset.paneOf)));
  desk.querySelector("[data-outline]").addEventListener("click", () => choose("text"));
  choose("text");
}
