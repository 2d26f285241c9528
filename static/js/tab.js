// Which tab is this? A name that stays while the tab is open, so that a log can say what came from where.

for (const field of document.querySelectorAll("input[name=tab]")) {
  // Where nothing can be kept, the name that the page came with stays.
  try {
    const name = sessionStorage.getItem("tab") ?? field.value;
    sessionStorage.setItem("tab", name);
    field.value = name;
  } catch {}
}
