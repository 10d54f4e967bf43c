// Small helps; every page works without them.
document.documentElement.classList.add("scripted");

// A select that filters sends its form at once.
for (const field of document.querySelectorAll("form[method=get] select[data-send]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
