// Small comforts for every page; each page works without them. One file, so that a survey page asks for little.

// Puts the focus on the error summary, and from its links on the box itself with its question in view.
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    (box.closest(".pt-field") || box).scrollIntoView();
    box.focus({ preventScroll: true });
  });
}

// "Leave this site quickly": replaces this page in the history, by the link or by pressing Shift three times.
const exit = document.getElementById("quick-exit");
if (exit) {
  const leave = (event) => {
    event?.preventDefault();
    document.documentElement.hidden = true;
    location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  let presses = 0;
  let last = 0;
  addEventListener("keyup", (event) => {
    presses = event.key === "Shift" && Date.now() - last < 1500 ? presses + 1 : Number(event.key === "Shift");
    last = Date.now();
    if (presses === 3) leave();
  });
}

// A code that came after # in the address, which browsers never send, goes into its box and out of the address.
const code = document.getElementById("code");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
// Another language for the page takes the code along in the same way.
document.querySelector(".pt-languages")?.addEventListener("click", (event) => {
  if (code?.value && event.target.href) event.target.hash = encodeURIComponent(code.value);
});

// Without a connection the page stays as it is, instead of giving way to the browser's own error page.
const offline = document.getElementById("offline");
if (offline) {
  document.addEventListener("submit", (event) => {
    offline.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    offline.focus();
  });
}

// On a phone the navigation scrolls sideways: bring the page one is on into view.
document.querySelector(".pt-nav [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A page that waits for the worker looks again by itself, unless somebody is typing on it.
const again = document.querySelector("[data-again]");
if (again) {
  setInterval(() => {
    if (!document.hidden && !document.querySelector("details[open]")) location.reload();
  }, Number(again.dataset.again) * 1000);
}
