// A person at the page: sees a task wait, loses the server and finds it again, lets the pause go on, sees the end.
// Prints "waiting" once the pause's button is there, goes on at a line of input, and prints what it saw as JSON.
import { createInterface } from "node:readline";
import { withChromium } from "./chromium.mjs";

const [address, lookers] = process.argv.slice(2);
await withChromium(async (browser) => {
  const problems = [];
  const links = new Set();
  const pages = [];
  // More pages than a browser has connections for one server; the last one is looked at.
  for (let i = 0; i < Number(lookers); i++) {
    const page = await browser.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("dialog", (dialog) => (problems.push("a script ran"), dialog.dismiss()));
    page.on("console", (said) => said.text().includes("Content Security Policy") && problems.push(said.text()));
    await page.goto(address, { waitUntil: "load" });
    pages.push(page);
  }
  const page = pages.at(-1);
  await page.bringToFront();
  const text = (selector) => page.$eval(selector, (element) => element.textContent);
  const waitFor = (selector, expected) =>
    page.waitForFunction((s, t) => document.querySelector(s)?.textContent === t, {}, selector, expected);
  await page.exposeFunction("heard", (link) => links.add(link));
  await page.evaluate(() => {
    const link = document.getElementById("link");
    new MutationObserver(() => window.heard(link.textContent)).observe(link, { childList: true });
  });

  const button = await page.waitForSelector("#nodes button:not([hidden])");
  const waitingAt = await text("#revision");
  console.log("waiting");
  await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", resolve));
  await waitFor("#link", "live");
  await button.click();
  await waitFor("#state", "FINISHED");
  await waitFor("#link", "ended");
  const rows = await page.$$eval("#nodes tr", (all) =>
    all.map((row) => [row.dataset.node, ...[...row.children].slice(0, 2).map((cell) => cell.textContent)]),
  );
  const result = {
    title: await page.title(),
    name: await text("#name"),
    revision: await text("#revision"),
    waitingAt,
    rows,
    buttons: (await page.$$("#nodes button:not([hidden])")).length,
    problem: await text("#problem"),
    links: [...links],
    problems,
  };
  console.log(JSON.stringify(result));
  process.stdin.destroy();
});
