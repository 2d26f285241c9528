// Which controls belong to the verdict that was chosen?

class VerdictControls {
  constructor(controls) {
    this.controls = controls;
    this.form = controls.closest("form");
    this.form.addEventListener("change", () => this.show());
    this.form.addEventListener("restored", () => this.show());
    for (const hint of controls.querySelectorAll("[data-without-scripts]")) hint.hidden = true;
    this.show();
  }

  // Hidden, never cleared: changing one's mind costs nothing.
  show() {
    const chosen = this.form.querySelector("input[name=verdict]:checked")?.value;
    this.controls.hidden = chosen !== this.controls.dataset.only;
  }
}

for (const controls of document.querySelectorAll("form [data-only]")) new VerdictControls(controls);
