// What this editor typed before and did not save: kept by the server or by this browser. It is offered, never imposed.
import { forget, stashed } from "./stash.js";
import { clock, day } from "./status.js";

/** Offer the text that was kept, the browser's where it is the newer one; say whether there was one. */
export function offerUnsaved(banner, desk, discardAddress) {
  const kept = banner.querySelector("textarea");
  const server = kept && { text: kept.value.replace(/\r\n?/g, "\n"), seen: Number(banner.dataset.seen), at: banner.dataset.at };
  const offered = newest(server, stashed());
  if (!offered || offered.text === desk.text) {
    banner.hidden = true;
    return false;
  }
  banner.querySelector("[data-when]").textContent = `${day(offered.at)}, ${clock(offered.at)}`;
  banner.querySelector("details")?.remove();
  const [take, drop] = ["take", "drop"].map((name) => banner.querySelector(`[data-${name}]`));
  const done = () => { banner.hidden = true; desk.view.focus(); };
  take.addEventListener("click", () => {
    desk.replace(offered.text);
    desk.seen = Math.min(desk.seen, offered.seen); // so that a save in between leads to the comparison, not over it
    done();
  });
  drop.addEventListener("click", () => {
    forget();
    desk.server.post(discardAddress, {}).catch(() => {});
    done();
  });
  banner.hidden = false;
  take.focus();
  return true;
}

function newest(server, browser) {
  if (!server?.text || !browser?.text) return server?.text ? server : browser;
  return new Date(browser.at) > new Date(server.at) ? browser : server;
}
