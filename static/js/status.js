// What does the page say aloud? One region, one sentence at a time.

// On a phone the region is far from the text; the bar below repeats it for the eye alone.
const ECHOES = { saved: "Saved", unsaved: "Not saved" };
const region = document.getElementById("status");

export function say(words, state = "") {
  if (!region) return;
  region.replaceChildren(words);
  region.dataset.state = state;
  if (ECHOES[state]) echo().textContent = ECHOES[state];
}

function echo() {
  const bar = document.querySelector(".actions .count") ?? region;
  if (!bar.querySelector("small")) bar.append(Object.assign(document.createElement("small"), { ariaHidden: "true" }));
  return bar.querySelector("small");
}

export function focusOn(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
