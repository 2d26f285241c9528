// Is what the student did safe on the server, and does she know?
import { focusOn, say } from "./status.js";
import { answerIn, answerServed, isSame, putBack, Unsent } from "./unsent.js";
import { button, clearTrouble, linkElsewhere, showTrouble } from "./trouble.js";

// The form posts itself whenever it hears "autosave"; this module says when.
const FORMS = "form[hx-trigger=autosave]";
const DEBOUNCE = 800;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const CONFLICT = "conflict";
const FLAWED = "flawed";
const LOGGED_OUT = "logged out";
const REFUSED = "refused";

class Autosave {
  constructor(form) {
    this.form = form;
    this.unsent = new Unsent(form);
    this.saved = answerServed(form); // what the server is known to hold
    this.current = this.saved; // what stands on the page
    this.sent = null; // what has left and nobody has acknowledged
    this.halted = ""; // why nothing is sent
    this.wait = FIRST_WAIT;
    form.noValidate = true;
    this.takeRevision();
    this.listen();
    this.recover();
    this.changed();
  }

  listen() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("click", (event) => this.choose(event));
    document.addEventListener("htmx:confirm", (event) => this.owns(event.detail.elt) && this.queue(event));
    document.addEventListener("htmx:configRequest", (event) => this.owns(event.detail.elt) && this.configure(event));
    this.whenAnswered("htmx:beforeSwap", (event) => this.place(event.detail));
    this.whenAnswered("htmx:afterSwap", () => this.refocus());
    this.whenAnswered("htmx:afterRequest", (event) => this.finished(event.detail));
    document.addEventListener("visibilitychange", () => this.seen());
    addEventListener("online", () => this.again());
    document.addEventListener("timeup", () => this.send());
    addEventListener("focus", () => this.again());
    addEventListener("beforeunload", (event) => this.leave(event));
  }

  whenAnswered(name, act) {
    document.addEventListener(name, (event) => this.owns(event.detail.requestConfig?.elt) && act(event));
  }

  // A button that the answer has replaced is in no form any more; it is known by having asked.
  owns(element) {
    return element === this.form || element?.form === this.form || (element && element === this.asker);
  }

  field(name) {
    return this.form.querySelector(`input[name=${name}]`);
  }

  get isUnsaved() {
    return this.sent !== null || !isSame(this.current, this.saved);
  }

  // A new state is a new save, so it gets a key of its own; sending a state again keeps its key.
  changed() {
    const answer = answerIn(this.form);
    if (isSame(answer, this.current)) return;
    this.isGoing = false;
    this.current = answer;
    this.field("key").value = newKey();
    if (this.halted === FLAWED) this.halted = "";
    this.keep();
    this.later(DEBOUNCE);
  }

  // The page that comes may have been written before a save that this one hears of while it waits; so a copy stays.
  keep() {
    const key = this.field("key").value;
    if (this.isUnsaved) this.unsent.keep(this.current, key, this.field("revision").value, this.sent);
    else if (!this.isGoing) this.unsent.forget();
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  send() {
    clearTimeout(this.timer);
    if (!this.isSending && !this.halted && this.isUnsaved) this.form.dispatchEvent(new Event("autosave"));
  }

  again() {
    if (this.halted === LOGGED_OUT) this.renew();
    else if (this.isFailing) this.send();
  }

  // Whoever turns to another tab or locks the phone may not come back.
  seen() {
    if (document.visibilityState === "hidden") this.send();
    else this.again();
  }

  // Never two on their way: a button waits until the save before it has been answered.
  queue(event) {
    clearTimeout(this.timer);
    if (!this.isSending) return;
    event.preventDefault();
    this.onward = () => event.detail.issueRequest(true);
  }

  // A save whose fate is unknown is repeated word for word, with its key, until the server has spoken; only
  // then goes what was done since. Otherwise the student would meet her own work as a stranger's.
  configure(event) {
    const { elt, parameters } = event.detail;
    if (elt !== this.form) {
      if (this.sent) return this.insteadSend(event);
      parameters.key = this.field("key").value = newKey();
    }
    this.isSending = true;
    this.asker = elt;
    this.sent ??= { answer: this.current, key: this.field("key").value, revision: this.field("revision").value };
    if (elt === this.form) event.detail.parameters = dataOf(this.sent, parameters.csrfmiddlewaretoken, this.field("tab")?.value);
    this.keep();
  }

  insteadSend(event) {
    event.preventDefault();
    this.send();
  }

  // Conflicts and errors have places of their own; a log-in page has none here.
  place(detail) {
    const target = { 409: "conflict", 422: "errors" }[detail.xhr.status];
    if (isBarred(detail)) detail.shouldSwap = false;
    else if (target) {
      const place = document.getElementById(target);
      Object.assign(detail, { target: place, swapOverride: "outerHTML", shouldSwap: true, isError: false });
    }
    this.focusedAt = unmarkButtons().indexOf(document.activeElement);
  }

  // The list that was swapped may have held the focus.
  refocus() {
    if (this.focusedAt < 0 || document.activeElement !== document.body) return;
    const buttons = unmarkButtons();
    focusOn(buttons[Math.min(this.focusedAt, buttons.length - 1)] ?? document.querySelector("#saved :is(h2, h3, h4)"));
  }

  finished(detail) {
    const { xhr, requestConfig } = detail;
    this.isSending = false;
    if (isBarred(detail)) this.barred();
    else if (xhr.status === 409) this.contested();
    else if (xhr.status === 422) this.flawed(requestConfig.elt);
    else if (xhr.status >= 200 && xhr.status < 300) this.acknowledged(requestConfig.elt);
    else if (mayPass(xhr.status)) this.failed(xhr);
    else this.refused();
    if (this.onward && (this.sent || this.halted)) this.onward = null;
  }

  acknowledged(asker) {
    this.saved = this.sent.answer;
    this.settle("");
    this.wait = FIRST_WAIT;
    this.isFailing = this.isRenewed = false;
    if (asker === this.form) say(`Saved at ${document.getElementById("saved").dataset.savedAt}.`, "saved");
    clearTrouble();
    if (this.onward) this.goOn();
    else if (this.isUnsaved) this.later(DEBOUNCE);
  }

  // The server has spoken about what was sent, whatever it said.
  settle(halted) {
    this.sent = null;
    this.halted = halted;
    this.takeRevision();
    this.keep();
  }

  takeRevision() {
    const said = [...document.querySelectorAll("#saved, #feedback, #hints")].map((part) => Number(part.dataset.revision) || 0);
    const known = Math.max(this.field("revision").value, ...said);
    this.field("revision").value = known;
  }

  failed(xhr) {
    const asked = Number(xhr.getResponseHeader("Retry-After")) * 1_000 || 0;
    if (!this.isFailing) say("Not saved. Trying again.", "unsaved");
    this.isFailing = true;
    this.later(Math.max(this.wait, asked));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // Nothing is overwritten: the server shows both versions, and the student says which one counts.
  contested() {
    this.settle(CONFLICT);
    say("Not saved. This answer was changed elsewhere.", "unsaved");
    focusOn(document.querySelector("#conflict :is(h2, h3, h4)"));
  }

  choose(event) {
    const choice = event.target.closest("#conflict :is(button[name=revision], a[data-discard])");
    if (choice?.name === "revision") {
      event.preventDefault();
      this.keepMine(choice.value);
    } else if (choice) {
      this.unsent.forget();
      this.isLeaving = true;
    }
  }

  keepMine(revision) {
    this.field("revision").value = revision;
    this.field("key").value = newKey();
    this.halted = "";
    this.saved = null;
    clearTrouble();
    this.keep();
    this.send();
  }

  // Someone who is still writing is told; someone who pressed a button is taken there.
  flawed(asker) {
    this.settle(FLAWED);
    const errors = document.getElementById("errors");
    say(errors.dataset.say ?? "Not saved. Something is missing or cannot be read.", "unsaved");
    if (asker !== this.form || this.onward) focusOn(errors);
  }

  // The session may have ended, or a new log-in made this page's form token old.
  barred() {
    if (this.isRenewed) this.refused();
    else this.renew();
  }

  async renew() {
    if (this.isRenewing) return;
    this.isRenewing = true;
    const page = await thisPage();
    this.isRenewing = false;
    if (!page) return this.later(this.wait);
    const token = page.querySelector(`${FORMS} [name=csrfmiddlewaretoken]`)?.value;
    if (token) this.goOnAs(token);
    else if (this.halted !== LOGGED_OUT) this.loggedOut();
  }

  goOnAs(token) {
    this.field("csrfmiddlewaretoken").value = token;
    this.isRenewed = true;
    this.halted = "";
    this.send();
  }

  loggedOut() {
    this.halted = LOGGED_OUT;
    say("Not saved. You are logged out.", "unsaved");
    const words = "What you did is kept on this page. Log in again, come back here, and it is saved.";
    const address = this.form.dataset.login ?? "/account/login/";
    showTrouble("You are logged out", words, linkElsewhere("Log in, in a new tab", address), button("Try again", () => this.renew()));
  }

  refused() {
    this.halted = REFUSED;
    say("Not saved.", "unsaved");
    const words = "The server does not take this answer any more. It is kept on this device. Reload the page to see why.";
    showTrouble("This could not be saved", words, button("Reload", () => location.reload()));
  }

  // One thing after the other: a page is not left while a save of it is on its way, nor with a copy of what the next
  // page will change.
  submit(event) {
    const isUnsent = this.isUnsaved && !this.halted && !this.isFailing;
    if (this.isSending || isUnsent) {
      event.preventDefault();
      this.onward = () => this.form.requestSubmit(event.submitter);
      if (!this.isSending) this.send();
    } else {
      clearTimeout(this.timer);
      this.isLeaving = true;
    }
  }

  goOn() {
    const go = this.onward;
    this.onward = null;
    go();
  }

  leave(event) {
    this.isGoing = true;
    if (this.isUnsaved && !this.isLeaving) event.preventDefault();
  }

  // What stayed behind last time goes back where nothing has happened since; else the student is asked.
  recover() {
    const kept = this.unsent.found();
    if (!kept) return;
    const revision = this.field("revision").value;
    if (isSame(kept.answer, this.saved)) this.unsent.forget();
    else if (kept.revision === revision) this.putBack(kept, kept.sent);
    else if (kept.sent && isSame(kept.sent.answer, this.saved)) this.putBack(kept);
    else this.offer(kept);
  }

  // What may be on the server or not is `sent` again under its key: then it is there once.
  putBack(kept, sent = null) {
    this.sent = sent;
    putBack(kept.answer, this.form);
    clearTrouble();
    say("What was not saved has been put back.", "unsaved");
    this.changed();
  }

  offer(kept) {
    const when = new Date(kept.at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    const words = `What you did here on ${when} never reached the server, and the answer has changed since.`;
    const leave = () => [this.unsent.forget(), clearTrouble()];
    showTrouble("Something was not saved", words, button("Put it back", () => this.putBack(kept)), button("Leave it", leave));
  }
}

function dataOf(sent, token, tab) {
  const data = new FormData();
  for (const [name, value] of sent.answer) data.append(name, value);
  data.append("csrfmiddlewaretoken", token);
  data.append("key", sent.key);
  data.append("revision", sent.revision);
  if (tab) data.append("tab", tab);
  return data;
}

function isBarred({ xhr, requestConfig }) {
  const isElsewhere = xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location).pathname;
  return xhr.status === 403 || xhr.status === 401 || (xhr.status === 200 && isElsewhere);
}

// Trouble that goes away by itself: no connection, a busy or restarting server.
function mayPass(status) {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

// As the server would show it now, or nothing where nobody answers.
async function thisPage() {
  try {
    const answer = await fetch(location.href);
    if (mayPass(answer.status)) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}

function unmarkButtons() {
  return [...document.querySelectorAll("#saved button[name=unmark]")];
}

// randomUUID exists only over https; a class may sit in a room without.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const random = () => crypto.getRandomValues(new Uint8Array(1))[0];
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (at) => (at ^ (random() & (15 >> (at / 4)))).toString(16));
}

for (const form of document.querySelectorAll(FORMS)) new Autosave(form);
