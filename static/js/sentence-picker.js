// How does one walk through a text and mark its sentences by key, as quickly as by mouse?
import { focusOn, say } from "./status.js";

class SentencePicker {
  constructor(text) {
    this.text = text;
    this.boxes = [...text.querySelectorAll(".s input[type=checkbox]")];
    this.limit = Number(text.dataset.limit) || Infinity;
    this.stopAt(this.boxes[0]);
    this.count();
    text.addEventListener("focusin", (event) => this.stopAt(event.target));
    text.addEventListener("keydown", (event) => this.walk(event));
    text.addEventListener("pointerdown", (event) => this.press(event));
    text.addEventListener("click", (event) => this.click(event));
    text.addEventListener("change", (event) => this.changed(event));
    text.form?.addEventListener("restored", () => this.count());
    document.addEventListener("click", (event) => this.unmark(event));
  }

  // One Tab stop for the whole text: where the reader last was.
  stopAt(box) {
    if (!this.boxes.includes(box)) return;
    for (const other of this.boxes) other.tabIndex = other === box ? 0 : -1;
  }

  walk(event) {
    const at = this.boxes.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") focusOn(document.querySelector("#question :is(h1, h2, h3)"));
    else if (event.key in STEPS) STEPS[event.key](this, at)?.focus();
    else return;
    event.preventDefault();
  }

  paragraph(at) {
    return this.boxes[at].closest("p, li, .para");
  }

  inParagraph(at) {
    return this.boxes.filter((box) => this.paragraph(at).contains(box));
  }

  nextParagraph(at) {
    return this.boxes.slice(at).find((box) => !this.paragraph(at).contains(box));
  }

  previousParagraph(at) {
    const before = this.boxes.indexOf(this.inParagraph(at)[0]) - 1;
    return before < 0 ? this.boxes[0] : this.inParagraph(before)[0];
  }

  press(event) {
    this.pressedAt = [event.clientX, event.clientY];
  }

  click(event) {
    const box = event.target;
    if (this.boxes.includes(box)) this.keepLimit(event, box);
    else if (this.hasDragged(event)) event.preventDefault();
  }

  // Words that were selected with the mouse are for copying; they do not mark the sentence.
  hasDragged(event) {
    const [x, y] = this.pressedAt ?? [event.clientX, event.clientY];
    const moved = Math.hypot(event.clientX - x, event.clientY - y) > 4;
    return event.detail > 0 && moved && getSelection().type === "Range";
  }

  // A cancelled click puts the box back before anyone hears of a change.
  keepLimit(event, box) {
    if (!box.checked || this.marked() <= this.limit) return;
    event.preventDefault();
    say(`Limit of ${this.limit} reached. Unmark one first.`);
  }

  changed(event) {
    if (!this.boxes.includes(event.target)) return;
    const marked = this.count();
    const tally = this.limit < Infinity ? `${marked} of ${this.limit}` : marked;
    say(`${event.target.checked ? "Marked" : "Unmarked"}. ${tally}.`);
  }

  marked() {
    return this.boxes.filter((box) => box.checked).length;
  }

  count() {
    const marked = this.marked();
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = marked;
    return marked;
  }

  unmark(event) {
    const button = event.target.closest?.("button[name=unmark]");
    const box = button && this.boxes.find((box) => box.value === button.value);
    if (!box) return;
    event.preventDefault();
    leave(button);
    if (!box.checked) return;
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const STEPS = {
  ArrowDown: (picker, at) => picker.boxes[at + 1],
  ArrowUp: (picker, at) => picker.boxes[at - 1],
  PageDown: (picker, at) => picker.nextParagraph(at),
  PageUp: (picker, at) => picker.previousParagraph(at),
  Home: (picker, at) => picker.inParagraph(at)[0],
  End: (picker, at) => picker.inParagraph(at).at(-1),
};

// The entry goes with its button; focus moves to a neighbour first, so it is never lost.
function leave(button) {
  const entry = button.closest("li");
  const near = entry?.nextElementSibling ?? entry?.previousElementSibling;
  if (near) near.querySelector("button[name=unmark]")?.focus();
  else focusOn(button.closest("section, #saved")?.querySelector("h2, h3, h4"));
  entry?.remove();
}

for (const text of document.querySelectorAll("fieldset.reading:has(.s input)")) new SentencePicker(text);
