import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { patternflyBase } from './build/patternfly-base.mjs';

const server = process.env.PANDO_SERVER ?? 'http://127.0.0.1:8081';

export default defineConfig({
  plugins: [patternflyBase(), react()],
  build: {
    target: 'es2022',
    manifest: true,
    // A data: URL in a style sheet would be loaded by everyone; a file only by those who need it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files rather than many: what nearly every page needs comes at once, the rest with its page.
          groups: [
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\//,
              priority: 2,
            },
            { name: 'common', test: /node_modules|src\//, minShareCount: 6, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: server, ws: true } },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
