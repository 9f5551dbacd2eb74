// What hostile words have done to a page, as a list of sentences; [] when they stayed words.
() => {
  const faults = [];
  const say = (what, node) => faults.push(`${what}: ${node.outerHTML.slice(0, 160)}`);
  for (const node of document.querySelectorAll("x55, [x55]")) say("became an element", node);
  for (const node of document.querySelectorAll("*")) {
    for (const { name, value } of node.attributes) {
      if (name.startsWith("on")) say("became a handler", node);
      if (name === "style") say("became a style", node);
      const address = value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
      if (["href", "src", "action", "formaction", "data", "xlink:href"].includes(name) &&
          /^(javascript|vbscript|data:text)/.test(address)) say("became an address", node);
    }
  }
  for (const node of document.querySelectorAll("script:not([src])")) {
    if (!["application/json", "application/ld+json", "text/plain"].includes(node.type)) say("inline script", node);
    else if (node.type !== "text/plain") try { JSON.parse(node.textContent); } catch { say("broken data", node); }
  }
  for (const node of document.querySelectorAll("style")) say("inline style", node);
  if (document.querySelectorAll("main").length > 1) faults.push("two mains");
  if ((document.body?.innerText ?? "").includes("X55-RENDERED")) faults.push("was taken for a template");
  for (const event of window.x55Violations ?? []) faults.push(`against the policy: ${event}`);
  return faults;
}
