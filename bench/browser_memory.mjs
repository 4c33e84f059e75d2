// What memory a browser holds, and how long something takes in it.
import { readFileSync, readdirSync } from "node:fs";

// Mebibytes of the processes of a group, each page shared out among those that map it (proportional set size).
export function memoryOf(group) {
  let kib = 0;
  for (const name of readdirSync("/proc").filter((one) => /^[0-9]+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) !== group) continue;
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, "utf8"))[1]);
    } catch {
      // It ended meanwhile.
    }
  }
  return kib / 1024;
}

// What an expression of the page comes to as soon as that is not null, however long it takes; asked for five times a second.
export async function awaitAnswer(evaluate, expression) {
  for (;;) {
    const answer = await evaluate(`${expression} ?? null`);
    if (answer !== null) return answer;
    await new Promise((done) => setTimeout(done, 200));
  }
}

// Answers measure(what, act), which prints how long act took and the most memory that was seen of the group during it, looking
// ten times a second; end() stops looking.
export function memoryWatch(group) {
  let peak = 0;
  const sampling = setInterval(() => { peak = Math.max(peak, memoryOf(group)); }, 100);
  return {
    end: () => clearInterval(sampling),
    async measure(what, act) {
      peak = memoryOf(group);
      const before = performance.now();
      const more = await act();
      const seconds = (performance.now() - before) / 1000;
      await new Promise((done) => setTimeout(done, 300));
      console.log(`${what}: ${seconds.toFixed(2)} s; peak ${Math.max(peak, memoryOf(group)).toFixed(0)} MiB${more ? `; ${more}` : ""}`);
    },
  };
}
