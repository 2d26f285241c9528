// What did the student do that no server has confirmed yet? Kept on this device until one does.

const DAYS_KEPT = 14;
const BOOKKEEPING = new Set(["csrfmiddlewaretoken", "key", "revision", "tab"]);

// An answer is its fields as they would be sent, in page order.
export function answerIn(form) {
  return [...new FormData(form)].filter(([name]) => !BOOKKEEPING.has(name));
}

// What the page came with, even if somebody was quicker than this script.
export function answerServed(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return answerIn(copy);
}

export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function putBack(answer, form) {
  const left = [...answer];
  const take = (name, value) => {
    const at = left.findIndex((field) => field[0] === name && (value === undefined || field[1] === value));
    return at < 0 ? undefined : left.splice(at, 1)[0][1];
  };
  for (const field of form.elements) {
    if (!field.name || BOOKKEEPING.has(field.name) || field.type === "submit") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = take(field.name, field.value) !== undefined;
    else field.value = take(field.name) ?? field.value;
  }
  form.dispatchEvent(new Event("restored"));
}

export class Unsent {
  constructor(form) {
    this.place = `unsent ${new URL(form.action).pathname}`;
  }

  // A full or forbidden store costs the spare copy, never the page.
  keep(answer, key, revision, sent) {
    try {
      localStorage.setItem(this.place, JSON.stringify({ answer, key, revision, sent, at: Date.now() }));
    } catch {}
  }

  found() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.place));
      return kept && Date.now() - kept.at < DAYS_KEPT * 86_400_000 ? kept : null;
    } catch {
      return null;
    }
  }

  // Another tab of the same page may have something unsent of its own.
  forget(key) {
    if (!key || this.found()?.key === key) localStorage.removeItem(this.place);
  }
}
