// Which words are listed to be mended? Those that are marked; the others keep what was written, unseen.

class Repairs {
  constructor(list) {
    this.list = list;
    this.words = list.closest("form").querySelector("fieldset.words");
    this.words.addEventListener("change", () => this.show());
    this.words.form.addEventListener("restored", () => this.show());
    this.show();
  }

  show() {
    const marked = new Set([...this.words.querySelectorAll("input:checked")].map((box) => box.value));
    for (const entry of this.list.children) {
      entry.hidden = !marked.has(entry.dataset.word);
      entry.toggleAttribute("data-marked", !entry.hidden);
    }
  }
}

for (const list of document.querySelectorAll("form .repairs")) new Repairs(list);
