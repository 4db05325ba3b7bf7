// Puts what the demo found out into one document: demo-report.mjs FOLDER ADDRESS SECONDS
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, address, seconds] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const machine = read("machine.json");
const job = read("job.json");
const elapsed = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;

console.log(
  JSON.stringify(
    {
      url: `${address}/machines/${machine.id}/console`,
      seconds: Number(seconds),
      machine,
      steps: job.steps.map((step) => ({
        name: step.name,
        title: step.title,
        state: step.state,
        detail: step.detail,
        seconds: elapsed(step.startedAt, step.finishedAt),
      })),
      certificate: read("certificate.json"),
    },
    null,
    2,
  ),
);
