// A browser with a fresh profile, gone with everything it wrote when `use` ends.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

export async function withChromium(use) {
  const userDataDir = await mkdtemp(join(tmpdir(), "sops-chromium-"));
  try {
    const browser = await puppeteer.launch({
      executablePath: "/usr/bin/chromium",
      userDataDir,
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
      ],
    });
    try {
      await use(browser);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
