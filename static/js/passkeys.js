// Says in words why a passkey could not be used; what works is done by allauth's own script.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const refused = event.detail.exception && event.detail.exception.name === "NotAllowedError";
  const reason = refused
    ? "The passkey was not used: it was cancelled, or took too long. Try again, or sign in another way."
    : "The passkey could not be used here. Sign in another way.";
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
