// The box that puts a theme or region on the selected points: type a few letters, Enter. One more Enter closes it.
import { matching } from "./completion.js";
import { toggleLabel } from "./labelling.js";

const MOST = 12;

/** Open the box. `vocabulary` is that of the completion; what is chosen goes on, or off where all bear it. */
export function openLabels(dialog, view, vocabulary) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const known = [
    ...vocabulary.themes.map((each) => ({ ...each, key: "theme", sign: "#" })),
    ...vocabulary.regions.map((each) => ({ ...each, key: "region", sign: "" })),
  ];
  let shown = [];
  let now = 0;

  const draw = () => {
    shown = matching(known, input.value.replace(/^#/, "").trim()).slice(0, MOST);
    now = Math.max(0, Math.min(now, shown.length - 1));
    list.replaceChildren(...shown.map((each, place) => option(each, place, place === now)));
    list.nextElementSibling.hidden = shown.length > 0;
    if (shown.length) input.setAttribute("aria-activedescendant", `label-${now}`);
    else input.removeAttribute("aria-activedescendant");
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const choose = (each) => {
    dialog.close();
    if (each) toggleLabel(view, each.key, each.slug, each.name);
  };
  input.value = "";
  input.oninput = () => { now = 0; draw(); };
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      now = (now + step + shown.length) % Math.max(1, shown.length);
      draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(shown[now]);
    }
  };
  list.onclick = (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) choose(shown[place]);
  };
  dialog.onclose = () => view.focus();
  draw();
  dialog.showModal();
  input.focus();
}

function option({ key, slug, name, sign }, place, isNow) {
  const item = document.createElement("li");
  item.id = `label-${place}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(isNow));
  const word = document.createElement("strong");
  word.textContent = `${sign}${slug}`;
  item.append(word, ` ${name}${key === "region" ? " (region)" : ""}`);
  return item;
}
