import type { FileChange } from '../../facts/facts.ts';

/**
 * What a binary file is to people who cannot read it.
 * - `code`: it runs, or holds what runs: programs, libraries, archives, packages, serialised objects.
 * - `source`: binary where its name promises text, or with no extension at all, as programs have it.
 * - `media`: pictures, fonts, sound: what every web project has.
 * - `data`: everything else.
 */
export type BinaryKind = 'code' | 'source' | 'media' | 'data';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const CODE = words(
  [
    'exe dll so dylib a lib o obj ko sys efi com scr msi msix node wasm swf bin run',
    'class jar war ear aar dex apk aab ipa app appimage deb rpm dmg pkg iso img flatpak',
    'pyc pyo pyd egg whl gem nupkg crx xpi vsix phar beam luac elc scpt',
    'zip tar gz tgz bz2 tbz2 xz txz zst 7z rar cab lz4 lzma cpio br',
    'pkl pickle joblib pt pth ckpt keras h5 mar dill',
    'docm xlsm pptm dotm xltm xlam',
  ].join(' '),
);
const MEDIA = words(
  [
    'png apng jpg jpeg jfif gif webp avif bmp ico cur icns tif tiff heic heif jxl psd ai eps sketch fig xd xcf svgz',
    'woff woff2 ttf otf eot ttc pfb',
    'mp3 mp4 m4a m4v mov avi mkv webm ogg oga ogv opus wav flac aac mid midi weba aiff',
    'glb gltf ktx ktx2 hdr exr fbx blend pdf lottie riv drawio',
  ].join(' '),
);
const SOURCE = words(
  [
    'js mjs cjs jsx ts mts cts tsx vue svelte py rb php java kt kts scala groovy gradle go rs c h cc cpp hpp cs fs vb',
    'swift m mm dart lua pl pm r jl ex exs erl hs clj sh bash zsh fish ps1 psm1 bat cmd sql tf hcl json json5 jsonc',
    'yml yaml toml ini cfg conf properties env xml html htm css scss less md mdx rst txt graphql proto sol svg',
    'dockerfile makefile csv tsv lock mod sum',
  ].join(' '),
);

/** What a binary at this path is, by its name. */
export function binaryKind(path: string): BinaryKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  // `libcrypto.so.3`
  const extension =
    name
      .replace(/(?<=\.so)(?:\.\d+)+$/, '')
      .split('.')
      .at(-1) ?? '';
  if (!name.includes('.') || SOURCE.has(extension)) return 'source';
  if (CODE.has(extension)) return 'code';
  return MEDIA.has(extension) ? 'media' : 'data';
}

/** Whether this change brings the binary in, or other bytes for it. One that only moved and stays what it was does not. */
export function bringsBinary(file: FileChange): boolean {
  if (file.head?.state !== 'binary') return false;
  const same = file.baseBlob !== undefined && file.baseBlob === file.headBlob;
  return !same || binaryKind(file.previousPath ?? file.path) !== binaryKind(file.path);
}
