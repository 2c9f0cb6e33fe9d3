// Bundles the front-end sources into the static files that the pages link to. Run by tools/assets.py.
//
//   frontend/app.css       -> static/foundation/app.css      (fonts beside it in files/)
//   frontend/paper.css     -> static/foundation/paper.css    (print rules, for a preview on the screen)
//   frontend/app.js        -> static/foundation/app.js       (on every page)
//   frontend/pages/<x>.js  -> static/foundation/pages/<x>.js (one behaviour, on the pages that need it)
//
// Modules that several entries import become one shared file in chunks/. Beside each file of text lies the same file
// compressed (.br and .gz), which the server sends to whoever takes it. No source maps: see .gitignore for what is output
// and never committed.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "src/laeringslean/frontend");
const target = join(root, "src/laeringslean/foundation/static/foundation");

/** The addresses (without extension) and sources of everything that is bundled. */
function entryPoints() {
  const folder = join(source, "pages");
  const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".js")) : [];
  return [
    { in: join(source, "app.css"), out: "app" },
    { in: join(source, "app.js"), out: "app" },
    { in: join(source, "paper.css"), out: "paper" },
    ...pages.map((name) => ({ in: join(folder, name), out: `pages/${name.slice(0, -3)}` })),
  ];
}

for (const output of ["app.css", "app.js", "paper.css", "pages", "chunks", "files"]) {
  for (const ending of ["", ".br", ".gz"]) rmSync(join(target, output + ending), { recursive: true, force: true });
}

const result = await build({
  entryPoints: entryPoints(),
  absWorkingDir: root,
  outdir: target,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  minify: true,
  sourcemap: false,
  charset: "utf8",
  legalComments: "eof",
  loader: { ".woff2": "file", ".woff": "file", ".svg": "file" },
  assetNames: "files/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  logLevel: "warning",
  metafile: true,
});

const sizes = Object.entries(result.metafile.outputs).filter(([name]) => /\.(js|css)$/.test(name));
for (const [name, { bytes }] of sizes) {
  const sent = compress(join(root, name));
  console.log(`${name.slice(name.indexOf("static/") + 7)}  ${(bytes / 1024).toFixed(1)} kB, sent ${(sent / 1024).toFixed(1)} kB`);
}

/** Write a file compressed beside itself, as tightly as can be. Returns the bytes of the smaller one. */
function compress(file) {
  const text = readFileSync(file);
  const tight = { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const small = brotliCompressSync(text, tight);
  writeFileSync(`${file}.br`, small);
  writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
  return small.length;
}
