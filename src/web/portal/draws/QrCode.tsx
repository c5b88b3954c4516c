// A QR code of an address, drawn on the device.

import { toString } from 'qrcode';
import { useEffect, useState } from 'react';

export function QrCode({ text, label, size = 220 }: { text: string; label: string; size?: number }) {
  const [source, setSource] = useState('');
  useEffect(() => {
    void toString(text, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }).then((svg) =>
      setSource(`data:image/svg+xml,${encodeURIComponent(svg)}`),
    );
  }, [text]);
  return source ? <img className="qr" src={source} alt={label} width={size} height={size} /> : null;
}
