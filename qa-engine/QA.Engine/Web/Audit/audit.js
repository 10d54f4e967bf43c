// The audit page by keyboard, and which words a criterion points at. Everything here can be reached without it.
(() => {
  const items = [...document.querySelectorAll(".au-item")];
  if (!document.querySelector(".au-panes")) return;

  // Words and criteria light up together.
  const light = (id, on) => {
    for (const mark of document.querySelectorAll("[data-of]")) {
      if (mark.dataset.of.split(" ").includes(id)) mark.classList.toggle("au-lit", on);
    }
    for (const ref of document.querySelectorAll(".au-ref")) {
      if (ref.hash === "#" + encodeURIComponent(id)) ref.classList.toggle("au-lit", on);
    }
  };
  for (const item of items) {
    item.addEventListener("mouseenter", () => light(item.id, true));
    item.addEventListener("mouseleave", () => light(item.id, false));
  }

  let here = items.findIndex(item => "#" + encodeURIComponent(item.id) === location.hash);
  const go = to => {
    if (!items[to]) return;
    if (items[here]) { items[here].classList.remove("au-here"); light(items[here].id, false); }
    here = to;
    items[here].classList.add("au-here");
    light(items[here].id, true);
    items[here].focus();
    items[here].scrollIntoView({ block: "nearest" });
  };

  const help = document.querySelector(".au-help");
  const keys = document.getElementById("keys");
  const toggle = () => { keys.hidden = !keys.hidden; help.setAttribute("aria-expanded", String(!keys.hidden)); };
  help.hidden = false;
  help.addEventListener("click", toggle);

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") go(here + 1);
    else if (event.key === "k") go(Math.max(0, here - 1));
    else if (event.key === "n") document.querySelector("a[rel=next]")?.click();
    else if (event.key === "?") toggle();
    else return;
    event.preventDefault();
  });
})();
