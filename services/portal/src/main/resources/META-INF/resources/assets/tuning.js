// Live view of a tuning job, and the curves of two. Reads the job's events from the portal with the visitor's own session.
import { curves } from "./curves.js";

const RETRY = 2000;

/** Calls take(event) for every event of a job until it is over; tells lost(true) while there is no contact. */
function follow(address, take, lost) {
  let last = 0;
  const connect = () => {
    const source = new EventSource(`${address}?after=${last}`);
    source.onopen = () => lost(false);
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      last = event.number;
      take(event);
    };
    source.onerror = () => {
      // The server ends the stream when the job is over; a connection that broke earlier goes on where it was.
      source.close();
      if (!over) {
        lost(true);
        setTimeout(connect, RETRY);
      }
    };
  };
  let over = false;
  connect();
  return () => { over = true; };
}

const isOver = (state) => state !== "queued" && state !== "running";

function watch(section) {
  const words = section.dataset;
  const part = (name) => document.querySelector(`[data-live="${name}"]`);
  const number = new Intl.NumberFormat(words.language, { maximumSignificantDigits: 4 });
  const whole = new Intl.NumberFormat(words.language);
  const clock = new Intl.DateTimeFormat(words.language, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  const chart = curves(section.querySelector(".chart"), {
    language: words.language,
    step: words.step,
    series: [{ name: words.loss }, { name: words.rate, second: true }],
  });
  const wasOver = words.over === "yes";
  let first = true;
  const stop = follow(words.events, (event) => {
    if (event.phase) {
      part("phase").textContent = section.getAttribute(`data-${event.phase}`) ?? event.phase;
      part("step").textContent = `${whole.format(event.step)} / ${whole.format(event.totalSteps)}`;
    }
    if (typeof event.loss === "number") {
      chart.add(0, event.step, event.loss);
      chart.add(1, event.step, event.learningRate);
      part("loss").textContent = number.format(event.loss);
      part("tokensPerSecond").textContent = number.format(event.tokensPerSecond);
    }
    if (typeof event.peakRssMb === "number") {
      part("memory").textContent = `${number.format(event.peakRssMb)} MB`;
    }
    part("left").textContent = typeof event.secondsLeft === "number" ? `${whole.format(event.secondsLeft)} s` : "";
    if (event.type === "message") {
      const list = part("events");
      if (first) {
        list.replaceChildren();
        first = false;
      }
      const line = list.insertRow();
      line.insertCell().textContent = `${clock.format(new Date(event.at))} UTC`;
      line.insertCell().textContent = event.message;
    }
    if (isOver(event.state)) {
      stop();
      if (!wasOver) {
        // Result, failure and buttons are the server's to render.
        location.reload();
      }
    }
  }, (gone) => { part("contact").textContent = gone ? words.lost : ""; });
}

function compare(section) {
  const words = section.dataset;
  const chart = curves(section.querySelector(".chart"), {
    language: words.language,
    step: words.step,
    series: [{ name: words.leftName }, { name: words.rightName }],
  });
  [words.left, words.right].forEach((address, index) => {
    const stop = follow(address, (event) => {
      if (typeof event.loss === "number") {
        chart.add(index, event.step, event.loss);
      }
      if (isOver(event.state)) {
        stop();
      }
    }, () => {});
  });
}

const live = document.getElementById("live");
if (live) {
  watch(live);
}
const both = document.getElementById("compare");
if (both) {
  compare(both);
}
