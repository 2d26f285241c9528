// How much time is left? The server says; between its answers this counts down, by no clock that anybody can set.
import { say } from "./status.js";
import { linkElsewhere, showTrouble } from "./trouble.js";

const TOLD_AT = [10, 5, 1];
const ASK_AGAIN = 5_000;

class Timer {
  constructor(place) {
    this.place = place;
    this.words = place.querySelector("[data-words]");
    this.adds = document.querySelector("[data-adds]");
    this.memory = `time ${place.dataset.ask}`;
    this.build();
    this.start(place.dataset.left);
    document.addEventListener("htmx:afterSwap", () => this.heard(document.getElementById("saved")));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.ask());
    addEventListener("pageshow", (event) => event.persisted && this.ask());
    setInterval(() => this.tick(), 1_000);
  }

  build() {
    this.face = Object.assign(document.createElement("b"), { className: "left" });
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "plain" });
    this.button.onclick = () => this.show(this.face.hidden);
    const line = document.createElement("p");
    line.append(this.face, " ", this.button);
    this.place.prepend(line);
    this.show(recalled(this.memory).hidden !== true);
  }

  show(visible) {
    this.face.hidden = !visible;
    this.button.textContent = visible ? "Hide the time" : "Show the time";
    remember(this.memory, { hidden: !visible });
  }

  // Seconds by the server, from now on. None means that nothing ends this attempt any more.
  start(left) {
    this.isTimed = left !== undefined && left !== "";
    this.place.firstElementChild.hidden = !this.isTimed;
    this.end = performance.now() + Number(left) * 1_000;
    this.before = recalled(this.memory).left ?? Number(left);
    if (this.isTimed) this.tick();
  }

  heard(saved) {
    if (saved?.dataset.words) this.take(saved.dataset);
  }

  take({ left, words }) {
    this.words.textContent = words;
    if (!this.isOver) this.start(left);
  }

  tick() {
    if (!this.isTimed || this.isOver) return;
    const left = Math.max(0, Math.ceil((this.end - performance.now()) / 1_000));
    const minutes = Math.ceil(left / 60);
    this.face.textContent = left > 60 ? `${minutes} min left` : "Less than a minute left";
    if (TOLD_AT.some((mark) => left <= mark * 60 && this.before > mark * 60)) this.tell(minutes);
    if (this.adds) this.adds.hidden = left > 60;
    this.before = left;
    remember(this.memory, { left });
    if (left === 0) this.over();
  }

  tell(minutes) {
    const more = minutes === 1 && this.adds ? ` ${this.adds.firstElementChild.textContent}` : "";
    say(`${minutes} minute${minutes === 1 ? "" : "s"} left.${more}`);
  }

  // What was not saved goes now; then the server is asked, for somebody may have been given more time.
  async over() {
    this.isOver = true;
    document.dispatchEvent(new Event("timeup"));
    const answer = await this.answer();
    if (!answer) return setTimeout(() => this.over(), ASK_AGAIN);
    if (Number(answer.left) === 0) return this.finish();
    this.isOver = false;
    this.take(answer);
  }

  finish() {
    this.isOver = true;
    this.face.textContent = "Time is up";
    if (this.adds) this.adds.hidden = true;
    if (!document.getElementById("conflict")) return location.reload();
    const link = Object.assign(linkElsewhere("Go on", this.place.dataset.done), { target: "" });
    showTrouble("Time is up", "Time is up. What you saved is handed in.", link);
    say("Time is up. What you saved is handed in.");
  }

  async ask() {
    const answer = !this.isOver && (await this.answer());
    if (answer) this.take(answer);
  }

  async answer() {
    try {
      const page = await fetch(this.place.dataset.ask, { cache: "no-store" });
      if (!page.ok) return null;
      const clock = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("clock");
      return clock && { left: clock.dataset.left, words: clock.querySelector("[data-words]").textContent };
    } catch {
      return null;
    }
  }
}

// For this attempt, in this tab; a forbidden store costs the memory, never the page.
function recalled(place) {
  try {
    return JSON.parse(sessionStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

function remember(place, facts) {
  try {
    sessionStorage.setItem(place, JSON.stringify({ ...recalled(place), ...facts }));
  } catch {}
}

for (const place of document.querySelectorAll("#clock[data-left]")) new Timer(place);
