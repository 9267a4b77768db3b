// Sends the question to both models at once and shows their answers as they come.

async function answer(form, model, section) {
  const [title, text, note] = section.children;
  section.hidden = false;
  title.textContent = model;
  text.textContent = "";
  text.classList.remove("gone");
  note.replaceChildren();
  const refuse = (why) => {
    text.classList.add("gone");
    text.textContent = why;
  };
  const body = new URLSearchParams(new FormData(form));
  body.set("model", model);
  const response = await fetch(form.dataset.stream, { method: "POST", body });
  if (!response.ok) {
    refuse(form.dataset.lost);
    return;
  }
  const take = (data) => {
    if (data === "[DONE]") {
      return;
    }
    const piece = JSON.parse(data);
    if (piece.receipt) {
      const code = document.createElement("code");
      code.textContent = piece.receipt;
      note.append(`${form.dataset.receipt}: `, code);
    } else if (piece.refused || piece.error) {
      refuse(piece.refused ?? piece.error.message);
    } else {
      text.append(piece.choices?.[0]?.delta?.content ?? "");
    }
  };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    lines.filter((line) => line.startsWith("data:")).forEach((line) => take(line.slice(5).trim()));
  }
}

const form = document.getElementById("playground");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const sections = document.querySelectorAll("#answers section");
  try {
    await Promise.all([form.elements.left.value, form.elements.right.value].map((model, i) =>
      answer(form, model, sections[i]).catch(() => {
        const text = sections[i].children[1];
        text.classList.add("gone");
        text.append(` ${form.dataset.lost}`);
      })));
  } finally {
    button.disabled = false;
  }
});
