import { transformSync } from 'esbuild';

/** Strips types for jest. Type errors are the business of `npm run check`. */
export default {
  process(source, path) {
    const { code } = transformSync(source, {
      loader: path.endsWith('.tsx') ? 'tsx' : 'ts',
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
    });
    return { code };
  },
};
