// How do ticked sentences come into a field without the page being loaded anew? The form is sent as it is, and of the
// page that comes back only what a button changes is taken over. Where that fails, the button does it the plain way.
import { say } from "./status.js";

const form = document.getElementById("question_form");
const IN_PLACE = ["_pick", "_move", "_earn"];

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!IN_PLACE.includes(button?.name)) return;
  event.preventDefault();
  cite(button);
});

async function cite(button) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  say("");
  try {
    takeOver(await sent(button), button);
  } catch {
    plainly(button);
  } finally {
    form.ariaBusy = null;
  }
}

async function sent(button) {
  const answer = await fetch(location.href.split("#")[0], { method: "POST", body: new FormData(form, button) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById("question_form")) throw new Error("This is not the form.");
  return page;
}

// A log-in that has run out, say: the browser shows what came, as it would without scripts.
function plainly(button) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.submit();
}

function takeOver(page, button) {
  // Of an answer that was tried the sum is said; the sentences stand below the button.
  const words = page.querySelector(button.name === "_earn" ? "#tried p" : "#status").textContent;
  const home = button.closest("[id]").id;
  for (const field of page.querySelectorAll(".form-row textarea")) {
    const here = document.getElementById(field.id);
    if (here && here.value !== field.value) here.value = field.value;
  }
  const ticked = new Set([...page.querySelectorAll(".picker .s input[checked]")].map((box) => box.value));
  for (const box of boxes()) box.checked = ticked.has(box.value);
  form.dispatchEvent(new Event("restored"));
  for (const part of page.querySelectorAll(".quoted, #tools, #tried")) document.getElementById(part.id)?.replaceWith(part);
  focusAgain(button, home);
  say(words);
}

function boxes() {
  return document.querySelectorAll(".picker .s input");
}

// The pressed button was replaced; its successor takes the focus, or what stands where it stood.
function focusAgain({ name, value }, home) {
  const alike = [...document.querySelectorAll(`button[name="${name}"]`)].find((button) => button.value === value);
  (alike ?? document.querySelector(`#${home} button`) ?? document.getElementById("picker-h")).focus();
}

// Enter in the search looks for it and does not check the form. From the text Escape leads to the buttons, as it leads a
// student to the question.
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "pick_find") {
    event.preventDefault();
    form.requestSubmit(event.target.parentElement.querySelector("button"));
  }
  if (event.key === "Escape" && event.target.matches(".picker .s input")) document.querySelector("#tools button")?.focus();
});
