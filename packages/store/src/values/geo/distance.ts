import { arcSine, cosine, sine } from './trigonometry.ts';

/** The radius of the sphere that the earth is taken for. */
export const EARTH_RADIUS_METERS = 6372797.560856;

const RADIANS_PER_DEGREE = Math.PI / 180;

export function toRadians(degrees: number): number {
  return degrees * RADIANS_PER_DEGREE;
}

export function toDegrees(radians: number): number {
  return radians / RADIANS_PER_DEGREE;
}

/** Metres along the great circle between two places in degrees: the haversine formula. */
export function distance(longitude1: number, latitude1: number, longitude2: number, latitude2: number): number {
  const v = sine((toRadians(longitude2) - toRadians(longitude1)) / 2);
  if (v === 0) return latitudeDistance(latitude1, latitude2);
  const phi1 = toRadians(latitude1);
  const phi2 = toRadians(latitude2);
  const u = sine((phi2 - phi1) / 2);
  const a = u * u + cosine(phi1) * cosine(phi2) * v * v;
  // Of antipodes, rounding may make a little more than 1.
  return 2 * EARTH_RADIUS_METERS * arcSine(Math.min(1, Math.sqrt(a)));
}

/** Metres between two places of the same longitude. */
export function latitudeDistance(latitude1: number, latitude2: number): number {
  return EARTH_RADIUS_METERS * Math.abs(toRadians(latitude2) - toRadians(latitude1));
}
