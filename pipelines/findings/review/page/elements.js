// Elements are made one by one, and text is only ever text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return an element; `on…` attributes are listeners, null and false leave an attribute out. */
function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Return an element of a drawing. */
function shape(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      made.append(child instanceof Node ? child : visible(child));
    }
  }
  return made;
}

/** Put new children into an element in place of those that it has. */
const fill = (parent, ...children) => parent.replaceChildren(...children.flat().filter(Boolean));

/** Tell everybody, those who listen too, what has happened. */
function tell(...parts) {
  fill(document.getElementById("told"), ...parts.map((part) => element("span", {}, part)));
}
