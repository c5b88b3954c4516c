// The drawn catchment of a school as a small picture, without a map library: its outline, and the school in it.

import type { Answer } from '../client/call.ts';
import { useTexts } from '../texts/texts.ts';

type School = Answer<'GET /api/schools/:id'>;
type Area = NonNullable<School['catchments'][number]['area']>;

const WIDTH = 320;
const EDGE = 14;

/** Draws an area so that a metre is as long in both directions; north is up. */
export function CatchmentOutline({ area, school }: { area: Area; school: School }) {
  const { t, say } = useTexts();
  const rings = (area.type === 'Polygon' ? [area.coordinates] : area.coordinates).flat();
  const places = rings.flat();
  const lngs = places.map(([lng]) => lng);
  const lats = places.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lngs), Math.max(...lngs), Math.min(...lats), Math.max(...lats)];
  // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
  const narrow = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = (WIDTH - 2 * EDGE) / Math.max((east - west) * narrow, (north - south) * 0.8);
  const x = (lng: number) => (EDGE + (lng - west) * narrow * scale).toFixed(1);
  const y = (lat: number) => (EDGE + (north - lat) * scale).toFixed(1);
  const width = 2 * EDGE + (east - west) * narrow * scale;
  const height = 2 * EDGE + (north - south) * scale;
  const path = rings.map((ring) => `M${ring.map(([lng, lat]) => `${x(lng)} ${y(lat)}`).join('L')}Z`).join('');
  return (
    <figure className="outline">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t.school.outline}>
        <path d={path} fillRule="evenodd" />
        {school.lng !== null && school.lat !== null ? <circle cx={x(school.lng)} cy={y(school.lat)} r="6" /> : null}
      </svg>
      <figcaption className="small soft">
        {t.school.outlineNote.replace('{school}', say(school.name, school.nameEn))}
      </figcaption>
    </figure>
  );
}
