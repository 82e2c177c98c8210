// Hashes a file here, so that it need not be sent. Without this script, or where a page may not hash, the form sends it.
(() => {
  const form = document.querySelector(".drop");
  if (!form || !globalThis.crypto?.subtle) return;
  const input = form.querySelector("input[type=file]");
  const state = form.querySelector("[data-state]");
  form.querySelector("[data-hint]").textContent = "Drop it here, or choose it. It is hashed in your browser and does not leave your computer.";

  const check = async (file) => {
    if (!file) return;
    if (file.size > Number(form.dataset.limit)) {
      state.textContent = "The file is too large to be one of ours; they are much smaller.";
      return;
    }
    state.textContent = `Hashing ${file.name} …`;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      location.assign(`${form.action}?digest=${hex}`);
    } catch {
      state.textContent = "The file could not be read. Choose it again.";
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(input.files[0]);
  });
  input.addEventListener("change", () => check(input.files[0]));
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.dataset.over = "";
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) delete form.dataset.over;
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    delete form.dataset.over;
    check(event.dataTransfer.files[0]);
  });
})();
