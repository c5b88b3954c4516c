// Puts Leaflet where its drawing plugin looks for it: that one is written for pages without modules.

import L from 'leaflet';

Object.assign(globalThis, { L });
