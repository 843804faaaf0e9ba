/**
 * Draws docs/pictures: the log (SVG) and the summary (PNG, by headless Chromium) of demos, as GitHub shows them.
 *
 *     npm run pictures
 *
 * Needs a command `chromium` in PATH.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logPicture } from './log-picture.ts';
import { withDrawnDiagrams } from './mermaid-picture.ts';

const MarkdownIt = createRequire(import.meta.url)('markdown-it') as new (options: {
  html: boolean;
}) => { render(markdown: string): string };

const scenarios = ['completed', 'failed', 'timeout', 'workflow-cancelled', 'lost', 'backfill', 'plan'];
const pictures = join(import.meta.dirname, '..', 'docs/pictures');

const STYLE = `
body { margin: 24px; width: 860px; font: 14px/1.5 'DejaVu Sans', sans-serif; color: #1f2328; }
h3 { font-size: 18px; } table { border-collapse: collapse; margin: 12px 0; }
td, th { border: 1px solid #d1d9e0; padding: 5px 11px; }
code { background: #eff1f3; padding: 2px 5px; border-radius: 5px; font: 12px 'DejaVu Sans Mono', monospace; }
pre { background: #f6f8fa; padding: 12px; border-radius: 6px; overflow: hidden; } pre code { background: none; padding: 0; }
.gantt, .graph { margin: 16px 0; position: relative; } .graph svg { position: absolute; }
.node { position: absolute; width: 118px; padding: 8px 5px; text-align: center; border: 1px solid; border-radius: 5px; font-size: 12px; line-height: 1.3; }
.bar { display: flex; height: 24px; align-items: center; font-size: 12px; } .bar span { width: 120px; }
.bar i { flex: 1; position: relative; height: 16px; background: #f6f8fa; }
.bar b { position: absolute; height: 14px; border: 1px solid; border-radius: 3px; }
`;

/** The summary alone: between its title and the line that counts the requests. */
function summaryOf(demo: string): string {
  const [, after = ''] = demo.split('── job summary (Markdown)\n');
  const [summary] = after.split('\n── requests:');
  if (!summary) throw new Error('This is not what npm run demo prints.');
  return summary;
}

/** Chromium does not make a picture as high as its page by itself. */
const SHOW_HEIGHT = '<script>document.title = document.documentElement.scrollHeight</script>';

function chromium(...args: string[]): string {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--disable-background-networking',
  ];
  try {
    return execFileSync('chromium', [...flags, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.error('The summaries are drawn by Chromium: there is no command "chromium" in PATH.');
    process.exit(1);
  }
}

const demoScript = join(import.meta.dirname, 'demo.ts');
const temp = mkdtempSync(join(tmpdir(), 'pictures-'));
mkdirSync(pictures, { recursive: true });
for (const name of scenarios) {
  const demo = execFileSync(process.execPath, [demoScript, name], { encoding: 'utf8' });
  writeFileSync(join(pictures, `${name}-log.svg`), logPicture(demo));
  const html = join(temp, `${name}.html`);
  const body = new MarkdownIt({ html: true }).render(withDrawnDiagrams(summaryOf(demo)));
  writeFileSync(html, `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${body}${SHOW_HEIGHT}`);
  const height = /<title>(\d+)/.exec(chromium('--window-size=910,100', '--dump-dom', html))?.[1];
  chromium(`--window-size=910,${height}`, `--screenshot=${join(pictures, `${name}-summary.png`)}`, html);
}
rmSync(temp, { recursive: true, force: true });
