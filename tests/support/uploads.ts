// Files as a browser sends them.

/** The first bytes of a JPEG: enough for what it is. */
export const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex');

/** A multipart body with one file and its kind; the boundary is `x`. */
export function multipart(bytes: Buffer, fileName: string, kind = 'household_booklet'): Buffer {
  const head = `--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x--\r\n')]);
}
