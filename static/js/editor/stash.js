// The text in this browser, for when the server cannot be reached. Forgotten as soon as the server has it.

const key = `minutes-unsaved:${location.pathname}`;

export function stash(text, seen) {
  try {
    localStorage.setItem(key, JSON.stringify({ text, seen, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

/** Give `{text, seen, at}`, or null. */
export function stashed() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function forget() {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
