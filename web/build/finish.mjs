/**
 * Runs after the bundler: lays a compressed file beside each file that compresses, and fails when the first
 * load of the page has grown beyond its budget.
 */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const kibibyte = 1024;
const budget = { script: 350 * kibibyte, look: 150 * kibibyte };
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

/** What a browser fetches before the page of a route can be seen: the entry, that route, and all they import. */
function firstLoad(manifest, route) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) visit(next);
  };
  visit('index.html');
  visit(route);
  const chunks = [...seen].map((key) => manifest[key]);
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  return { scripts: new Set(chunks.map((chunk) => chunk.file)), styles };
}

const manifestPath = join(dist, '.vite/manifest.json');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
rmSync(join(dist, '.vite'), { recursive: true });

const compressedSize = new Map();
for (const path of [...files(dist)]) {
  if (!compressible.has(extname(path))) continue;
  const compressed = gzipSync(readFileSync(path), { level: 9 });
  compressedSize.set(path.slice(dist.length), compressed.length);
  writeFileSync(`${path}.gz`, compressed);
}

const sum = (names) => [...names].reduce((total, name) => total + (compressedSize.get(name) ?? 0), 0);
const fonts = [...files(dist)]
  .filter((path) => path.endsWith('.woff2'))
  .reduce((total, path) => total + statSync(path).size, 0);
const own = sum(['index.html', 'start.js', 'favicon.svg']);
const routes = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && /Page\.tsx$/.test(key));

let failed = false;
let heaviest = { script: 0, look: 0 };
for (const route of routes) {
  const { scripts, styles } = firstLoad(manifest, route);
  const size = { requests: scripts.size + styles.size, script: sum(scripts), look: sum(styles) + fonts + own };
  heaviest = { script: Math.max(heaviest.script, size.script), look: Math.max(heaviest.look, size.look) };
  const over = size.script > budget.script || size.look > budget.look;
  failed ||= over;
  if (!over) continue;
  console.log(
    `TOO LARGE ${route}: ${Math.round(size.script / kibibyte)} KiB script, ` +
      `${Math.round(size.look / kibibyte)} KiB page, style and font, ${size.requests} files`,
  );
}
console.log(
  `The page is built: first load at most ${Math.round(heaviest.script / kibibyte)} of ${budget.script / kibibyte} KiB script, ` +
    `${Math.round(heaviest.look / kibibyte)} of ${budget.look / kibibyte} KiB page, style and font (compressed)`,
);
if (failed || routes.length === 0) process.exit(1);
