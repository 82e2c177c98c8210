// The outline: sessions and breakouts as a list beside the text. One stop of the Tab key; arrows move, Enter jumps.
import { ViewPlugin } from "@codemirror/view";
import { jumpTo } from "./jumping.js";
import { headings } from "./structure.js";

/** Keep `list` (an element for buttons) in step with the text. */
export function outline(list) {
  return ViewPlugin.fromClass(class {
    constructor(view) {
      this.view = view;
      this.drawn = "";
      this.draw();
      list.addEventListener("click", this.onClick);
      list.addEventListener("keydown", onKey);
    }

    update(update) {
      if (update.docChanged) this.draw();
      if (update.docChanged || update.selectionSet) this.mark();
    }

    draw() {
      this.headings = headings(this.view.state);
      const drawn = JSON.stringify(this.headings.map(({ level, text }) => [level, text]));
      if (drawn === this.drawn) return;
      this.drawn = drawn;
      list.replaceChildren(...this.headings.map(entry));
      list.closest("nav").hidden = !this.headings.length;
      this.mark();
    }

    mark() {
      const line = this.view.state.doc.lineAt(this.view.state.selection.main.head).number;
      const now = this.headings.findLastIndex((heading) => heading.line <= line);
      [...list.querySelectorAll("button")].forEach((button, place) => {
        const isNow = place === now;
        if (isNow !== (button.getAttribute("aria-current") === "true")) {
          if (isNow) button.setAttribute("aria-current", "true");
          else button.removeAttribute("aria-current");
          if (isNow) reveal(button);
        }
        if (!list.contains(document.activeElement)) button.tabIndex = place === Math.max(now, 0) ? 0 : -1;
      });
    }

    onClick = (event) => {
      const place = [...list.querySelectorAll("button")].indexOf(event.target.closest("button"));
      if (place >= 0) jumpTo(this.view, this.headings[place].line);
    };
  });
}

function entry({ level, text }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = `outline__entry level-${level}`;
  button.textContent = text || "(no words)";
  item.append(button);
  return item;
}

/** Scroll the list, and only the list, so that an entry can be seen. */
function reveal(button) {
  const box = button.closest("nav");
  const top = button.offsetTop - box.offsetTop;
  if (top < box.scrollTop || top + button.offsetHeight > box.scrollTop + box.clientHeight) {
    box.scrollTop = top - box.clientHeight / 3;
  }
}

function onKey(event) {
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement);
  const goal = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (goal === undefined || !buttons[goal]) return;
  event.preventDefault();
  buttons.forEach((button, place) => { button.tabIndex = place === goal ? 0 : -1; });
  buttons[goal].focus();
}
