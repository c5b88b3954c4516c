// The map: base maps, drawn catchments, problems and points; areas are drawn and edited on it, or a place is pointed at.

import './leaflet-global.ts';
import '@geoman-io/leaflet-geoman-free';
import '@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css';
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'react';
import type { Point, Position, ZonePolygon } from '../../../engines/catchment/polygons.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import type { Overview, Problem, Site } from './working-copy.ts';

/** Hues that keep neighbours apart without red and green, which mean wrong and right. */
const HUES = ['#12575a', '#5b3f8c', '#9a5b00', '#1d4f91', '#7a3b5e', '#45621f'];

interface AreaMapProps {
  readonly overview: Overview;
  readonly sites: readonly Site[];
  readonly problems?: readonly Problem[];
  readonly selected?: string | undefined;
  readonly onSelect?: (key: string) => void;
  /** A problem that is looked at. */
  readonly focus?: ZonePolygon | undefined;
  /** The selected area may be edited by its corners. */
  readonly editable?: boolean;
  /** A new area is being drawn for the selected school. */
  readonly drawing?: boolean;
  readonly onArea?: (area: ZonePolygon) => void;
  /** A click points at a place instead of selecting. */
  readonly onPoint?: (point: Point) => void;
  readonly point?: Point | null;
  readonly height?: number;
}

interface Layers {
  readonly map: L.Map;
  readonly base: L.LayerGroup;
  readonly areas: L.LayerGroup;
  readonly problems: L.LayerGroup;
  readonly pointer: L.LayerGroup;
}

const latLngs = (area: ZonePolygon): L.LatLngExpression[][][] =>
  (area.type === 'Polygon' ? [area.coordinates] : area.coordinates).map((rings) =>
    rings.map((ring) => ring.slice(0, -1).map(([lng, lat]): L.LatLngTuple => [lat, lng])),
  );

/** What was drawn, with six decimals: a tenth of a metre. */
function areaOfLayer(layer: L.Polygon): ZonePolygon {
  const { geometry } = layer.toGeoJSON(6);
  const rings = (list: number[][][]) => list.map((ring) => ring.map(([lng = 0, lat = 0]): Position => [lng, lat]));
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: rings(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(rings) };
}

export function AreaMap(props: AreaMapProps) {
  const { c } = useCatchmentWords();
  const box = useRef<HTMLDivElement>(null);
  const layers = useRef<Layers | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!box.current) return;
    const map = L.map(box.current, { zoomSnap: 0.25, attributionControl: false, doubleClickZoom: false });
    map.pm.setGlobalOptions({ snappable: true, snapDistance: 14, allowSelfIntersection: false });
    const { tiles } = latest.current.overview;
    if (tiles) {
      L.tileLayer(tiles.url, { maxZoom: 19 }).addTo(map);
      L.control.attribution({ prefix: false }).addAttribution(tiles.attribution).addTo(map);
    }
    L.control.scale({ imperial: false }).addTo(map);
    layers.current = {
      map,
      base: L.layerGroup().addTo(map),
      areas: L.layerGroup().addTo(map),
      problems: L.layerGroup().addTo(map),
      pointer: L.layerGroup().addTo(map),
    };
    map.on('pm:create', ({ layer }) => {
      latest.current.onArea?.(areaOfLayer(layer as L.Polygon));
      layer.remove();
    });
    map.on('click', ({ latlng }) => latest.current.onPoint?.({ lng: round(latlng.lng), lat: round(latlng.lat) }));
    fitAll(map, latest.current);
    return () => {
      map.remove();
      layers.current = null;
    };
  }, []);

  const { overview, sites, problems, selected, editable, drawing, point, focus } = props;
  useEffect(() => {
    if (layers.current) drawBase(layers.current.base, overview);
  }, [overview]);
  useEffect(() => {
    if (layers.current) drawAreas(layers.current.areas, props, latest);
    // What is drawn depends on these alone.
  }, [sites, selected, editable, drawing]);
  useEffect(() => {
    if (layers.current) drawProblems(layers.current.problems, problems ?? []);
  }, [problems]);
  useEffect(() => {
    const group = layers.current?.pointer;
    group?.clearLayers();
    if (group && point) {
      L.circleMarker([point.lat, point.lng], {
        radius: 8,
        color: '#fff',
        weight: 3,
        fillColor: '#b3261e',
        fillOpacity: 1,
      }).addTo(group);
    }
  }, [point]);
  useEffect(() => {
    const map = layers.current?.map;
    if (!map) return;
    if (drawing) map.pm.enableDraw('Polygon', { finishOn: 'dblclick' });
    else map.pm.disableDraw();
  }, [drawing]);
  useEffect(() => {
    if (focus) layers.current?.map.fitBounds(L.polygon(latLngs(focus)).getBounds(), { padding: [60, 60], maxZoom: 17 });
  }, [focus]);
  useEffect(() => {
    const area = sites.find(({ key }) => key === selected)?.item.area;
    const map = layers.current?.map;
    if (!area || !map || drawing) return;
    const bounds = L.polygon(latLngs(area)).getBounds();
    if (!map.getBounds().intersects(bounds)) map.fitBounds(bounds, { padding: [30, 30] });
  }, [selected]);

  return (
    <div className="area-map" style={{ height: props.height ?? 560 }}>
      <div ref={box} role="application" aria-label={c('mapLabel')} style={{ height: '100%' }} />
      <button
        type="button"
        className="area-map-fit"
        onClick={() => layers.current && fitAll(layers.current.map, latest.current)}
      >
        {c('fit')}
      </button>
    </div>
  );
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function fitAll(map: L.Map, { overview, sites }: Pick<AreaMapProps, 'overview' | 'sites'>): void {
  const bounds = L.latLngBounds([]);
  for (const { item, version } of sites) {
    if (item.area) bounds.extend(L.polygon(latLngs(item.area)).getBounds());
    if (version.lng !== null && version.lat !== null) bounds.extend([version.lat, version.lng]);
  }
  for (const { features } of overview.layers) {
    for (const { geometry } of features) bounds.extend(L.geoJSON(geometry as never).getBounds());
  }
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [20, 20] });
  else map.setView([35, 105], 4);
}

const BASE_STYLES: Readonly<Record<Overview['layers'][number]['kind'], L.PathOptions>> = {
  extent: { color: '#8b8577', weight: 2, dashArray: '8 6', fill: false },
  road: { color: '#b9ab92', weight: 4, fill: false },
  water: { color: '#7fb4d6', weight: 7, fillColor: '#cfe5f2', fillOpacity: 0.8 },
};

function drawBase(group: L.LayerGroup, overview: Overview): void {
  group.clearLayers();
  for (const { kind, features } of overview.layers) {
    for (const { name, geometry } of features) {
      const shape = L.geoJSON(geometry as never, {
        style: () => ({ ...BASE_STYLES[kind], interactive: false }),
        pmIgnore: true,
      }).addTo(group);
      if (name && kind !== 'extent')
        label(labelPlace(geometry) ?? shape.getBounds().getCenter(), name, 'map-road', group);
    }
  }
  for (const { address, lng, lat } of overview.points) {
    L.circleMarker([lat, lng], {
      radius: 4,
      color: '#4b5f5d',
      weight: 1,
      fillColor: '#fff',
      fillOpacity: 1,
      pmIgnore: true,
    })
      .bindTooltip(address)
      .addTo(group);
  }
}

/** A quarter along a line, so that the names of crossing roads stand apart. */
function labelPlace({ type, coordinates }: Overview['layers'][number]['features'][number]['geometry']) {
  if (type !== 'LineString') return undefined;
  const [from, to] = coordinates as Position[];
  if (!from || !to) return undefined;
  return L.latLng(from[1] + (to[1] - from[1]) / 2, from[0] + (to[0] - from[0]) / 2);
}

/** Words on the map; `textContent`, so that a name from a file is never read as markup. */
function label(at: L.LatLngExpression, words: string, className: string, group: L.LayerGroup): void {
  const element = document.createElement('span');
  element.textContent = words;
  L.marker(at, {
    icon: L.divIcon({ className: `map-label ${className}`, html: element, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    pmIgnore: true,
  }).addTo(group);
}

function drawAreas(group: L.LayerGroup, props: AreaMapProps, latest: { readonly current: AreaMapProps }): void {
  group.clearLayers();
  const { sites, selected, editable, drawing } = props;
  sites.forEach(({ key, name, item, version }, i) => {
    const chosen = key === selected;
    const colour = HUES[i % HUES.length] as string;
    if (item.area && !(chosen && drawing)) {
      const shape = L.polygon(latLngs(item.area), {
        color: colour,
        weight: chosen ? 4 : 2,
        fillColor: colour,
        fillOpacity: chosen ? 0.28 : 0.12,
        bubblingMouseEvents: true,
        ...(chosen ? {} : { pmIgnore: false }),
      }).addTo(group);
      shape.on('click', () => {
        if (!latest.current.onPoint && !latest.current.drawing) latest.current.onSelect?.(key);
      });
      if (chosen && editable && !drawing) {
        shape.pm.enable({ allowSelfIntersection: false, snappable: true, snapDistance: 14 });
        shape.on('pm:edit', () => latest.current.onArea?.(areaOfLayer(shape)));
        shape.bringToFront();
        leaveToMouse();
      }
    }
    // Beside the school, or amid its area where nobody has given its place.
    const centre = item.area ? L.polygon(latLngs(item.area)).getBounds().getCenter() : undefined;
    const at = version.lng !== null && version.lat !== null ? L.latLng(version.lat, version.lng) : centre;
    // 清江浦区 before every name would hide the names.
    if (at) label(at, name.replace(/^.{2,4}[区县](?=.{2})/, ''), chosen ? 'map-school chosen' : 'map-school', group);
    if (version.lng !== null && version.lat !== null) {
      L.circleMarker([version.lat, version.lng], {
        radius: 6,
        color: '#fff',
        weight: 2,
        fillColor: colour,
        fillOpacity: 1,
        pmIgnore: true,
      })
        .bindTooltip(name)
        .addTo(group);
    }
  });
}

/** Corners on the map are for the mouse; by keyboard and for screen readers there is the table of corners. */
function leaveToMouse(): void {
  for (const corner of document.querySelectorAll('.area-map .marker-icon')) {
    corner.setAttribute('aria-hidden', 'true');
    corner.removeAttribute('tabindex');
    corner.removeAttribute('role');
  }
}

function drawProblems(group: L.LayerGroup, problems: readonly Problem[]): void {
  group.clearLayers();
  for (const { kind, area } of problems) {
    L.polygon(latLngs(area), {
      color: kind === 'overlap' ? '#b3261e' : '#8a4b08',
      weight: 2,
      dashArray: '4 4',
      fillColor: kind === 'overlap' ? '#b3261e' : '#f3c98b',
      fillOpacity: kind === 'overlap' ? 0.35 : 0.6,
      interactive: false,
      pmIgnore: true,
    }).addTo(group);
  }
}
