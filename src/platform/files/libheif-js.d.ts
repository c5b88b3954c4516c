// What is used of libheif-js, which describes only its inner half.

declare module 'libheif-js/wasm-bundle.js' {
  /** One picture of a file. */
  interface HeifImage {
    get_width(): number;
    get_height(): number;
    /** Draws RGBA into `target`; hands it back, or null when it could not. */
    display(
      target: { data: Uint8ClampedArray; width: number; height: number },
      done: (drawn: { data: Uint8ClampedArray } | null) => void,
    ): void;
  }
  const libheif: { readonly HeifDecoder: new () => { decode(bytes: Uint8Array): readonly HeifImage[] } };
  export default libheif;
}
