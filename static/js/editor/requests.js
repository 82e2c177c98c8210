// Asking the server. Signing in again, in another tab, makes the form's token old: then a new one is fetched.

export class Unreachable extends Error {}

export class Server {
  constructor(form) {
    this.token = form.elements.csrfmiddlewaretoken;
  }

  fields(facts) {
    const data = new FormData();
    Object.entries(facts).forEach(([name, value]) => data.append(name, value));
    data.append("csrfmiddlewaretoken", this.token.value);
    return data;
  }

  /** POST; give `{status, body}`. Raises `Unreachable` where no answer comes or it is none of ours. */
  async post(address, facts, { isRetry = false, ...options } = {}) {
    const answer = await reach(address, { method: "POST", body: this.fields(facts), ...options });
    const body = await answer.json().catch(() => null);
    if (answer.status === 403 && !isRetry && (await this.renewToken())) return this.post(address, facts, { isRetry: true, ...options });
    if (!body) throw new Unreachable(`The server answers with ${answer.status}.`);
    return { status: answer.status, body };
  }

  /** Say whether another token was to be had. */
  async renewToken() {
    const page = await reach(location.href, { headers: { Accept: "text/html" } }).then((answer) => answer.text()).catch(() => "");
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#minutes [name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    this.token.value = fresh.value;
    return true;
  }

  beacon(address, facts) {
    return navigator.sendBeacon(address, this.fields(facts));
  }
}

async function reach(address, options) {
  try {
    return await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin", ...options });
  } catch {
    throw new Unreachable("The server cannot be reached.");
  }
}
