// Where does the reader stand after an answer was checked or a hint taken? There, and she is told so.
import { focusOn, say } from "./status.js";

document.addEventListener("htmx:afterSwap", () => {
  const feedback = document.querySelector(":is(#feedback, #hints)[data-say]");
  if (!feedback) return;
  say(feedback.dataset.say, "saved");
  feedback.removeAttribute("data-say");
  const heading = feedback.querySelector("h2, h3");
  focusOn(heading);
  heading?.scrollIntoView({ block: "start" });
});

// Feedback belongs to the answer that was checked; a new answer says so.
document.querySelector("form.attempt")?.addEventListener("change", () => {
  const earlier = document.querySelector("#feedback [data-earlier]");
  if (earlier) earlier.hidden = false;
});
