// How does an item find its place in a list without the page being sent?
import { say } from "./status.js";

class OrderedList {
  constructor(list) {
    this.list = list;
    this.form = list.closest("form");
    for (const hint of list.parentElement.querySelectorAll("[data-without-scripts]")) hint.hidden = true;
    this.sort();
    list.addEventListener("click", (event) => this.press(event));
    list.addEventListener("change", (event) => this.choose(event));
    this.form.addEventListener("restored", () => this.sort());
  }

  get items() {
    return [...this.list.children];
  }

  press(event) {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const moved = this.move(item, this.items.indexOf(item) + (button.value.startsWith("up") ? -1 : 1));
    if (moved) this.form.dispatchEvent(new Event("change"));
  }

  choose(event) {
    this.move(event.target.closest("li"), placeIn(event.target) - 1);
  }

  // The others step aside: whatever is itself taken out of the page loses the focus.
  move(item, to) {
    const others = this.items.filter((other) => other !== item);
    const isThere = to >= 0 && to <= others.length;
    if (isThere) {
      item.before(...others.slice(0, to));
      item.after(...others.slice(to));
      this.number();
      item.scrollIntoView({ block: "nearest" });
    }
    const at = this.items.indexOf(item) + 1;
    say(isThere ? `Moved to ${at} of ${others.length + 1}.` : `It stands at ${at} of ${others.length + 1} already.`);
    return isThere;
  }

  // A browser that comes back to a page may have kept what was chosen, but not where it stood.
  sort() {
    this.list.append(...this.items.sort((one, other) => placeIn(chooser(one)) - placeIn(chooser(other))));
    this.number();
  }

  number() {
    this.items.forEach((item, at) => (chooser(item).value = at + 1));
  }
}

const chooser = (item) => item.querySelector("select");
const placeIn = (chosen) => Number(chosen.value);

for (const list of document.querySelectorAll(".order > ol")) new OrderedList(list);
