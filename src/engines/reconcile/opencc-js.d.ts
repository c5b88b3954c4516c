// The dictionaries of opencc-js as it ships them: `form other forms|form other forms|…`.

declare module 'opencc-js/dict/*' {
  const entries: string;
  export default entries;
}
