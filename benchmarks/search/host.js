// The page that asks. `driver.js` beside it is the engine's; what is measured begins with its `open`.
import { open } from "./driver.js";

const SETTLED = 200; // until long tasks are told
const tasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
}).observe({ type: "longtask", buffered: true });

// The longest task of the main thread since then, 0 where none was longer than 50 ms.
async function longest(since) {
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  return Math.max(0, ...tasks.filter((task) => task.startTime + task.duration > since).map((task) => task.duration));
}

let find;

// From nothing to what is found.
window.first = async (text) => {
  const started = performance.now();
  find = await open();
  const found = await find(text);
  const milliseconds = performance.now() - started;
  return { milliseconds, found, longest: await longest(started) };
};

// Every text once, then every text again, each in a task of its own.
window.ask = async (texts) => {
  const started = performance.now();
  const once = await all(texts);
  return { once, again: await all(texts), longest: await longest(started) };
};

async function all(texts) {
  const answers = [];
  for (const text of texts) {
    await scheduler.yield();
    const started = performance.now();
    const found = await find(text);
    answers.push({ milliseconds: performance.now() - started, found });
  }
  return answers;
}

// Bytes of everything that scripts hold, workers included.
window.memory = async () => (await performance.measureUserAgentSpecificMemory()).bytes;

window.ready = true;
