// Extras; every page works without this file.
(() => {
  const root = document.documentElement;
  const live = document.getElementById("live");
  const wide = matchMedia("(width>=60rem)");
  const say = (text) => {
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = text; });
  };

  // Light and dark: the system's choice, until the reader makes one.
  const button = document.querySelector(".theme");
  button.hidden = false;
  button.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme:dark)").matches ? "dark" : "light";
    const next = (root.dataset.theme || system) === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch {}
    say(next === "dark" ? "Dark colours" : "Light colours");
  });

  // Copy an address or a citation; print.
  document.querySelectorAll("[data-js]").forEach((part) => { part.hidden = false; });
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (event.target.closest("[data-print]")) print();
    if (!copy) return;
    const source = document.getElementById(copy.dataset.copy);
    try {
      await navigator.clipboard.writeText(source ? source.textContent.trim() : location.href.split("#")[0]);
      say("Copied");
      const label = copy.firstElementChild;
      const before = label.textContent;
      label.textContent = "Copied";
      setTimeout(() => { label.textContent = before; }, 2000);
    } catch {
      say("Copying failed; select the text instead");
    }
  });

  // Results that could not be fetched: say so beside what stands there still, until the next ones take its place.
  const status = document.querySelector("[data-failed]");
  const fail = () => {
    status.querySelector(".banner")?.remove();
    const note = document.createElement("p");
    note.className = "banner";
    note.textContent = status.dataset.failed;
    status.append(note);
  };
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => {
    if (status) document.body.addEventListener(name, fail);
  });

  // Contents: mark the section that is being read; close the drop-down after a jump on small screens.
  const contents = document.querySelector(".toc");
  if (contents) {
    const links = new Map([...contents.querySelectorAll('a[href^="#"]')].map((link) => [link.hash.slice(1), link]));
    const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const now = contents.querySelector("[data-now]");
    let current;
    const mark = (link) => {
      if (!link || link === current) return;
      current?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      current = link;
      now.textContent = link.textContent.trim().replace(/\s+/g, " ");
      if (!wide.matches) return;
      const place = link.getBoundingClientRect();
      const frame = contents.getBoundingClientRect();
      if (place.bottom > frame.bottom - 24 || place.top < frame.top + 24) {
        contents.scrollTop += place.top - frame.top - frame.height / 3;
      }
    };
    const follow = () => {
      const read = sections.filter((section) => section.getBoundingClientRect().top <= innerHeight * 0.28);
      const section = read.at(-1) || sections[0];
      if (section) mark(links.get(section.id));
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; follow(); });
    }, { passive: true });
    follow();
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a") && !wide.matches) contents.querySelector("details").open = false;
    });
  }

  // Browsers without ::details-content: side panels stand open on wide screens.
  if (!CSS.supports("selector(::details-content)") && wide.matches) {
    document.querySelectorAll(".toc details,.filters details").forEach((panel) => { panel.open = true; });
  }
})();
