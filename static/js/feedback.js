// Where does the reader stand after an answer was checked? At the feedback, and she is told so.
import { focusOn, say } from "./status.js";

document.addEventListener("htmx:afterSwap", () => {
  const feedback = document.querySelector("#feedback[data-say]");
  if (!feedback) return;
  say(feedback.dataset.say);
  feedback.removeAttribute("data-say");
  focusOn(feedback.querySelector("h2, h3"));
});
