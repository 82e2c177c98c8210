// Says in words why a passkey could not be used; what works is done by allauth's own script.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const reasons = {
    NotAllowedError: "The passkey was not used: it was cancelled, or took too long. Try again, or sign in another way.",
    SecurityError: // browsers keep passkeys for names alone: not for 127.0.0.1, and not without HTTPS
      `Passkeys do not work at ${location.host}. Open the portal by its name (localhost on your own machine), or sign ` +
      "in another way.",
  };
  const name = event.detail.exception && event.detail.exception.name;
  const reason = reasons[name] || "The passkey could not be used here. Sign in another way.";
  let note = document.getElementById("passkey-note");
  if (!note) {
    note = document.createElement("p");
    note.id = "passkey-note";
    note.className = "banner";
    note.setAttribute("role", "alert");
    document.querySelector("h1").after(note);
  }
  note.textContent = reason;
});
