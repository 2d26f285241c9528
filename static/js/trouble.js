// What stands in the way, and what can the student do about it?
import { focusOn } from "./status.js";

export function showTrouble(title, words, ...controls) {
  const place = document.getElementById("conflict");
  if (!place) return;
  const heading = make("h3", { textContent: title });
  const row = make("p", { className: "buttons" }, ...controls);
  place.replaceChildren(make("section", { className: "flaw stack" }, heading, make("p", { textContent: words }), row));
  focusOn(heading);
}

export function button(words, act) {
  return make("button", { type: "button", className: "button", textContent: words, onclick: act });
}

export function linkElsewhere(words, address) {
  return make("a", { href: address, target: "_blank", rel: "noopener", className: "button main", textContent: words });
}

export function clearTrouble() {
  for (const id of ["conflict", "errors"]) document.getElementById(id)?.replaceWith(make("div", { id, tabIndex: -1 }));
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
