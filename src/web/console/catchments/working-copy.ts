// The officer's working copy: catchments as they stand, with what was edited here and not proposed yet.

import { useMemo, useState } from 'react';
import { buildCatchmentIndex, type CatchmentIndex } from '../../../engines/catchment/catchment.ts';
import {
  drawnGaps,
  drawnOverlaps,
  indexPolygons,
  type DrawnOverlap,
  type ZonePolygon,
} from '../../../engines/catchment/polygons.ts';
import type { Answer, Request } from '../../client/call.ts';

export type Overview = Answer<'GET /api/catchments'>;
export type Version = Overview['versions'][number];
export type ChangeItem = Request<'POST /api/catchments/changes'>['body']['items'][number];
/** What of a catchment can be edited. */
export type Edit = Partial<Pick<ChangeItem, 'zone' | 'note' | 'source' | 'area' | 'areaSource'>>;

/** One school or campus with its newest version and the edits on it. */
export interface Site {
  readonly key: string;
  /** Name of school and campus. */
  readonly name: string;
  readonly version: Version;
  /** The version with the edits. */
  readonly item: ChangeItem;
  readonly edited: boolean;
}

/** A place where the drawing is wrong. */
export type Problem =
  | {
      readonly kind: 'overlap';
      readonly sites: readonly [Site, Site];
      readonly area: ZonePolygon;
      readonly size: number;
    }
  | { readonly kind: 'gap'; readonly area: ZonePolygon; readonly size: number };

export interface WorkingCopy {
  readonly sites: readonly Site[];
  readonly edit: (key: string, edit: Edit) => void;
  readonly undo: (key: string) => void;
  readonly clear: () => void;
  /** The edited catchments, as a change takes them. */
  readonly items: readonly ChangeItem[];
  readonly problems: readonly Problem[];
  /** The texts as edited, ready to answer. */
  readonly index: CatchmentIndex;
}

const keyOf = ({ schoolId, campus }: Pick<Version, 'schoolId' | 'campus'>): string => `${schoolId}/${campus}`;

/** The newest version of every school or campus; versions come in the order of their first days. */
function newest(versions: readonly Version[]): Version[] {
  const standing = versions.filter(({ state }) => state !== 'replaced');
  return [...new Map(standing.map((version) => [keyOf(version), version])).values()];
}

export function useWorkingCopy(overview: Overview): WorkingCopy {
  const [edits, setEdits] = useState<Readonly<Record<string, Edit>>>({});
  const sites = useMemo(
    () =>
      newest(overview.versions).map((version): Site => {
        const key = keyOf(version);
        const { schoolId, campus, zone, note, source, area, areaSource } = version;
        const edit = edits[key];
        return {
          key,
          name: campus ? `${version.school}（${campus}）` : version.school,
          version,
          item: { schoolId, campus, basedOn: version.id, zone, note, source, area, areaSource, ...edit },
          edited: edit !== undefined,
        };
      }),
    [overview.versions, edits],
  );
  const problems = useMemo(() => problemsOf(sites, extentOf(overview)), [sites, overview]);
  const index = useMemo(
    () =>
      buildCatchmentIndex(
        sites.map(({ item, version }) => ({
          schoolId: version.schoolId,
          school: version.school,
          zone: item.zone,
          ...(item.campus ? { campus: item.campus } : {}),
          ...(item.area ? { polygon: item.area } : {}),
        })),
        overview.placeNames,
      ),
    [sites, overview.placeNames],
  );
  return {
    sites,
    problems,
    index,
    items: sites.filter(({ edited }) => edited).map(({ item }) => item),
    edit: (key, edit) => setEdits((before) => ({ ...before, [key]: { ...before[key], ...edit } })),
    undo: (key) => setEdits((before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== key))),
    clear: () => setEdits({}),
  };
}

/** The area that the drawing must cover, of the base map; absent where none was imported. */
export function extentOf(overview: Pick<Overview, 'layers'>): ZonePolygon | undefined {
  const geometry = overview.layers.find(({ kind }) => kind === 'extent')?.features[0]?.geometry;
  return geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon' ? (geometry as ZonePolygon) : undefined;
}

/** Overlaps and gaps of the drawing as it is now. A ring that crosses itself while it is being typed finds nothing. */
function problemsOf(sites: readonly Site[], extent: ZonePolygon | undefined): Problem[] {
  const index = indexPolygons(sites.map(({ item }) => item.area ?? undefined));
  if (!index) return [];
  try {
    const overlaps = drawnOverlaps(index).map(({ zones: [a, b], area, size }: DrawnOverlap): Problem[] => {
      const [first, second] = [sites[a], sites[b]];
      return first && second ? [{ kind: 'overlap', sites: [first, second], area, size }] : [];
    });
    const gaps = extent ? drawnGaps(index, extent).map(({ area, size }): Problem => ({ kind: 'gap', area, size })) : [];
    return [...overlaps.flat(), ...gaps];
  } catch {
    return [];
  }
}
