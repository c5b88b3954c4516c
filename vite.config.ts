// Builds the two entrances: `--mode portal` (families, on Preact) at /, `--mode console` (staff, on React) at /console/.

import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const root = path.join(import.meta.dirname, 'src/web');
const outDir = path.join(import.meta.dirname, 'dist/web');

/** Puts .br and .gz beside every text file, because the server sends what is compressed already. */
function compressed(folder: string): Plugin {
  return {
    name: 'compressed',
    writeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
        const file = path.join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
      }
    },
  };
}

export default defineConfig(({ mode }) => {
  const isConsole = mode === 'console';
  return {
    root,
    base: '/',
    plugins: [react(), compressed(outDir)],
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    resolve: {
      alias: isConsole
        ? []
        : [
            { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
            { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
            { find: /^react-dom$/, replacement: 'preact/compat' },
            { find: /^react$/, replacement: 'preact/compat' },
          ],
    },
    build: {
      outDir,
      // The portal is built first and empties the folder.
      emptyOutDir: !isConsole,
      assetsDir: isConsole ? 'console/assets' : 'assets',
      assetsInlineLimit: 0,
      target: isConsole ? 'es2022' : 'es2020',
      chunkSizeWarningLimit: 1500,
      rollupOptions: { input: path.join(root, isConsole ? 'console/index.html' : 'index.html') },
    },
    server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  };
});
