// The form in which a query is answered; it says at once what reading the answer back would refuse.

/** Return the form of a query; `onKept` is called after each change. */
function answerForm(query, onKept) {
  if (!isAnswerable(query)) {
    return element(
      "section",
      { class: "answer" },
      element("p", { class: "hint" }, say(run.is_answerable ? "is_closed" : "not_answerable")),
    );
  }
  const answer = { ...answerOf(query) };
  const state = element("p", { id: "answer-state", class: "state", "aria-live": "polite" });

  function kept() {
    keepAnswer(query, { ...answer });
    showState();
    onKept();
  }

  function showState() {
    const isBegun = given.has(query.query_no);
    const lack = lackOf(query, answer);
    state.className = `state ${isBegun ? (lack ? "lacks" : "whole") : ""}`;
    state.textContent = isBegun ? say(lack || "complete") : "";
  }

  const control = (name, tag, attributes = {}, ...children) => {
    const made = element(
      tag,
      {
        id: `answer-${name}`,
        name,
        value: answer[name],
        autocomplete: "off",
        oninput: (event) => {
          answer[name] = event.target.value;
          kept();
        },
        ...attributes,
      },
      ...children,
    );
    if (tag === "select") made.value = answer[name];
    return element("label", { class: `field of-${name}` }, element("span", {}, say(name)), made);
  };
  const pick = (value) => {
    answer.answer = answer.answer === value ? "" : value;
    for (const button of choices.children) button.setAttribute("aria-checked", String(button.dataset.answer === answer.answer));
    values.hidden = answer.answer !== content.value;
    until.hidden = answer.answer !== content.right;
    if (answer.answer !== content.value && answer.new_value) {
      answer.new_value = "";
      values.querySelector("#answer-new_value").value = "";
    }
    kept();
  };
  const choices = element(
    "div",
    { class: "choices", role: "radiogroup", "aria-label": say("answer") },
    content.answers.map((value, place) =>
      element(
        "button",
        {
          type: "button",
          role: "radio",
          "data-answer": value,
          "aria-checked": String(answer.answer === value),
          onclick: () => pick(value),
        },
        element("kbd", {}, place + 1),
        say(value),
      ),
    ),
  );
  const field = control(
    "field",
    "select",
    {},
    element("option", { value: "" }, "–"),
    fieldsOf(query).map((name) => element("option", { value: name }, name)),
  );
  const value = control("new_value", "input", { type: "text" });
  const blank = element(
    "button",
    {
      type: "button",
      onclick: () => {
        answer.new_value = content.blank;
        value.querySelector("input").value = content.blank;
        kept();
      },
    },
    say("should_be_blank"),
  );
  const values = element("div", { class: "fields" }, field, value, blank);
  const until = control("until", "input", { type: "text", placeholder: "2024-12-31", inputmode: "numeric" });
  values.hidden = answer.answer !== content.value;
  until.hidden = answer.answer !== content.right;
  const form = element(
    "form",
    { class: "answer", "aria-label": say("answer"), onsubmit: (event) => event.preventDefault() },
    element("h3", {}, say("answer")),
    choices,
    values,
    until,
    element(
      "div",
      { class: "fields" },
      control("by", "input", { type: "text" }),
      control("date", "input", { type: "text", placeholder: "2024-03-31", inputmode: "numeric" }),
      control("comment", "textarea", { rows: "2" }),
    ),
    state,
    element(
      "div",
      { class: "buttons" },
      element("button", { type: "button", id: "next", class: "main", onclick: () => step(1) }, say("next")),
      element(
        "button",
        {
          type: "button",
          id: "clear-answer",
          onclick: () => {
            given.delete(query.query_no);
            unsaved = given.size > 0;
            onKept();
            openQuery(query, { stay: true });
          },
        },
        say("clear_answer"),
      ),
    ),
  );
  form.pick = (place) => content.answers[place] && pick(content.answers[place]);
  showState();
  return form;
}
