// What does the page say aloud? One region, one sentence at a time.

const region = document.getElementById("status");

export function say(words, state = "") {
  if (!region) return;
  region.replaceChildren(words);
  region.dataset.state = state;
}

export function focusOn(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
