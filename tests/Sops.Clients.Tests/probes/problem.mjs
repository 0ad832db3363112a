// Opens the page and prints what it says is wrong.
import { withChromium } from "./chromium.mjs";

await withChromium(async (browser) => {
  const page = await browser.newPage();
  await page.goto(process.argv[2]);
  await page.waitForSelector("#problem:not([hidden])");
  console.log(await page.$eval("#problem", (element) => element.textContent));
});
