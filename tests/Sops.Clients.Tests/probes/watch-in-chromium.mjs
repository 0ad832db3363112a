// Watches a task in a browser, with the page's own client, once for each revision given ("none": without one), and
// prints {after, message} per message.
import { withChromium } from "./chromium.mjs";

const [origin, business, task, ...revisions] = process.argv.slice(2);
await withChromium(async (browser) => {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.exposeFunction("report", (line) => console.log(line));
  for (const after of revisions) {
    await page.evaluate(
      async (business, task, after) => {
        const { watchTask } = await import("/tasks.js");
        const from = after === "none" ? undefined : Number(after);
        for await (const message of watchTask({ business, task, after: from }))
          await window.report(JSON.stringify({ after, message }));
      },
      business,
      task,
      after,
    );
  }
});
