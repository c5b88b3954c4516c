// Decodes HEIC pictures of phones with libheif (WebAssembly), which knows HEVC as the picture libraries do not.

/** The first picture of a HEIC file, upright, as RGBA; null when it cannot be decoded. */
export async function decodeHeic(
  bytes: Uint8Array,
  mostPixels: number,
): Promise<
  { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray } | 'too_many_pixels' | null
> {
  // Loaded only now: two megabytes of WebAssembly.
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const [image] = new libheif.HeifDecoder().decode(bytes);
  if (!image) return null;
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > mostPixels) return 'too_many_pixels';
  const data = new Uint8ClampedArray(width * height * 4);
  return new Promise((resolve) => {
    image.display({ data, width, height }, (drawn) =>
      resolve(drawn === null ? null : { width, height, data: drawn.data }),
    );
  });
}
